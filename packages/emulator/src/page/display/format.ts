import { LOOPBACK_NAMES } from '../../engine/addresses';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** 24-hour time: as in logs, and short enough for a narrow screen. */
const HOURS = { hourCycle: 'h23', hour: '2-digit', minute: '2-digit' } as const;
const clockTime = new Intl.DateTimeFormat('en', HOURS);
const exactTime = new Intl.DateTimeFormat('en', { ...HOURS, second: '2-digit' });
const day = new Intl.DateTimeFormat('en', { weekday: 'short', month: 'short', day: 'numeric' });

/** Hours and minutes in local time: `14:05`. */
export const timeOf = (at: number): string => clockTime.format(at);

/** Hours, minutes and seconds in local time: `14:05:09`. */
export const exactTimeOf = (at: number): string => exactTime.format(at);

/** A day in local time: `Tue, Jul 28`. */
export const dayOf = (at: number): string => day.format(at);

/** A local time to the minute, as an input of the type `datetime-local` has it: `2026-07-28T14:05`. */
export function localDateTime(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);
}

/** A duration in its two largest units: `4 h`, `1 h 30 min`, `12 s`. */
export function span(milliseconds: number): string {
  const units = [
    { size: DAY, name: 'd' },
    { size: HOUR, name: 'h' },
    { size: MINUTE, name: 'min' },
    { size: SECOND, name: 's' },
  ];
  let rest = Math.max(0, milliseconds);
  const parts: string[] = [];
  for (const { size, name } of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** A remaining time to the second, rounded up: `3 h 59 min 08 s`, `2 d 03 h 59 min 08 s`. */
export function countdown(milliseconds: number): string {
  const rest = Math.max(0, Math.ceil(milliseconds / SECOND));
  const days = Math.floor(rest / 86_400);
  const hours = Math.floor(rest / 3600) % 24;
  const minutes = Math.floor(rest / 60) % 60;
  const seconds = String(rest % 60).padStart(2, '0');
  if (days > 0) {
    const ofDay = [hours, minutes].map((value) => String(value).padStart(2, '0'));
    return `${days} d ${ofDay.join(' h ')} min ${seconds} s`;
  }
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min ${seconds} s`;
  return minutes > 0 ? `${minutes} min ${seconds} s` : `${rest} s`;
}

/** A short duration: `0.8 ms`, `12 ms`, `1.2 s`. */
export function took(milliseconds: number): string {
  if (milliseconds < 10) return `${Math.round(milliseconds * 10) / 10} ms`;
  return milliseconds < SECOND ? `${Math.round(milliseconds)} ms` : `${(milliseconds / SECOND).toFixed(1)} s`;
}

/** A number with its noun: `1 character`, `1,600 characters`. */
export const count = (many: number, one: string, more = `${one}s`): string =>
  `${many.toLocaleString('en')} ${many === 1 ? one : more}`;

/**
 * An absolute http or https URL; `null` for every other scheme (`javascript:` runs code), and for what is no URL.
 * @param base - what a relative URL is resolved against.
 */
export function webAddress(url: string, base: string = location.href): string | null {
  try {
    const { protocol, hostname, port, pathname, href } = new URL(url, base);
    const own = new URL(base);
    // The page may be at 127.0.0.1, and what was uploaded is at localhost, which is another origin.
    const isOwn =
      [hostname, own.hostname].every((name) => LOOPBACK_NAMES.includes(name)) && port === own.port;
    if (isOwn && pathname.startsWith('/media/')) return new URL(pathname, base).href;
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}
