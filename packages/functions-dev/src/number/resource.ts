import { NotTwilio } from './not-twilio';

/** A text of a resource as it came. @throws NotTwilio when it is none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new NotTwilio();
}

/** A SID of a resource as it came; it becomes a part of a path. @throws NotTwilio when it is none. */
export function sidOf(value: unknown): string {
  if (typeof value === 'string' && /^\w+$/.test(value)) return value;
  throw new NotTwilio();
}
