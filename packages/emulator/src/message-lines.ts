import type { EmulatorEvent, Message } from './engine/types';
import { printableLine } from './printable';

/** The longest text of a message that is printed, in characters. */
const MAX_TEXT = 80;

/** Of how many turns it is known which errors have been printed. */
const MAX_TURNS = 1000;

/**
 * Creates what says in a terminal what happens: returns a line for each message when it comes or is sent, one for each error and warning of
 * a turn, and nothing for other events.
 */
export function createMessageLines(): (event: EmulatorEvent) => string[] {
  /** How many errors of a turn have been printed, by its SID: a turn that has ended still gets those of status callbacks. */
  const printed = new Map<string, number>();
  return (event) => {
    if (event.type === 'message') return [messageLine(event.message)];
    if (event.type !== 'turn') return [];
    const { sid, errors } = event.turn;
    const before = printed.get(sid) ?? 0;
    printed.set(sid, errors.length);
    const [oldest] = printed.keys();
    if (oldest !== undefined && printed.size > MAX_TURNS) printed.delete(oldest);
    return errors
      .slice(before)
      .map(({ level, code, title }) => `  ${level} ${code}${title === '' ? '' : `: ${title}`}`);
  };
}

const messageLine = ({ from, to, body, media }: Message): string =>
  [
    `${from} > ${to}:`,
    ...(body === '' ? [] : [printableLine(body, MAX_TEXT)]),
    ...media.map(() => '[file]'),
  ].join(' ');
