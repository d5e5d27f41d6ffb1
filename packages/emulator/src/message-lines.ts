import type { EmulatorEvent, Message } from './engine/types';

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
  [`${from} > ${to}:`, ...(body === '' ? [] : [oneLine(body)]), ...media.map(() => '[file]')].join(' ');

/** A text on one line, without what would act on a terminal (controls, marks of writing directions), and not too long. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Control}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');
  const [start = ''] = new RegExp(`^.{0,${MAX_TEXT}}`, 'u').exec(line) ?? []; // no half of an emoji
  return start === line ? line : `${start}…`;
}
