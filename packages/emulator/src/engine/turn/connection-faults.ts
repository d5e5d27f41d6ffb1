import type { Problem } from '../debugger';
import { CONNECTION_FAULTS, type FaultName } from '../faults';
import { connectionProblem } from '../http/connection-problem';

/** For each fault that keeps Twilio from connecting, the error of Node.js that it stands for. */
const ERRORS: Readonly<Record<(typeof CONNECTION_FAULTS)[number], NodeJS.ErrnoException>> = {
  unreachable: new Error('nothing was called'),
  connectionRefused: Object.assign(new Error(), { code: 'ECONNREFUSED' }),
  hostUnknown: Object.assign(new Error(), { code: 'ENOTFOUND' }),
  tlsFails: Object.assign(new Error(), { code: 'EPROTO' }),
  certificateExpired: Object.assign(new Error(), { code: 'CERT_HAS_EXPIRED' }),
};

/** Why Twilio cannot connect to the webhook, if one of these faults is on. */
export function madeUnreachable(faults: ReadonlySet<FaultName>): Problem | undefined {
  const fault = CONNECTION_FAULTS.find((name) => faults.has(name));
  if (fault === undefined) return undefined;
  const problem = connectionProblem(ERRORS[fault], false);
  return { ...problem, detail: `${problem.detail} This is on purpose.` };
}
