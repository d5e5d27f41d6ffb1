import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Message, Turn } from '../../engine/types';
import { dayOf, span, timeOf } from '../display/format';
import { BLOCK } from '../hooks/use-earlier-messages';
import { messageElementId } from '../hooks/use-found-message';
import { Bubble } from './bubble';
import { ClockIcon } from './icons';

const LONG_PAUSE_MS = 3_600_000;

type Block = { readonly inputs: readonly unknown[]; readonly rows: VNode };

type RowsProps = {
  messages: readonly Message[];
  turns: readonly Turn[];
  first: number;
  shown: string | null;
};

/** What was rendered before, by the index of the first message of each block. */
type Rendered = Omit<RowsProps, 'first'> & { readonly blocks: ReadonlyMap<number, Block> };

/**
 * The rows of a conversation's messages, from this index on, where a block begins. They are in blocks: one in which nothing has changed is not
 * compared with the page, and one that is off the screen is not laid out.
 *
 * @param props.shown - the sid of the turn that is inspected; `null` for none.
 */
export function MessageRows(props: RowsProps) {
  const { messages, turns, first, shown } = props;
  const last = useRef<Rendered>({ messages: [], turns: [], shown: null, blocks: new Map() });
  const blocks = blocksOf(props, last.current);
  last.current = { messages, turns, shown, blocks };
  const box = useRef<HTMLDivElement>(null);
  // The height of a block has been seen by then, and holds its place when it is no longer laid out.
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      for (const block of box.current?.children ?? []) block.classList.add('seen');
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [first, messages.length]);
  return <div ref={box}>{[...blocks.values()].map(({ rows }) => rows)}</div>;
}

/** The blocks from the first message on. Those of before are used again where nothing that they show has changed. */
function blocksOf({ messages, turns, first, shown }: RowsProps, last: Rendered): Rendered['blocks'] {
  const isUnchanged = last.messages === messages && last.turns === turns && last.shown === shown;
  const turnsBySid = new Map(turns.map((turn) => [turn.sid, turn]));
  const blocks = new Map<number, Block>();
  for (let start = first; start < messages.length; start += BLOCK) {
    const known = last.blocks.get(start);
    if (known !== undefined && isUnchanged) {
      blocks.set(start, known);
      continue;
    }
    const items = messages.slice(start, start + BLOCK);
    const before = messages[start - 1];
    const inputs = [
      items.some(({ turn }) => turn === shown) ? shown : null,
      ...[before, ...items].flatMap((item) => [item, turnsBySid.get(item?.turn ?? '')]),
    ];
    const isKnown = known !== undefined && isSame(known.inputs, inputs);
    blocks.set(start, isKnown ? known : { inputs, rows: rowsOf(start, items, before, turnsBySid, shown) });
  }
  return blocks;
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

const rowsOf = (
  start: number,
  messages: readonly Message[],
  before: Message | undefined,
  turns: ReadonlyMap<string, Turn>,
  shown: string | null,
): VNode => (
  <ol key={start} class="message-block" start={start + 1}>
    {messages.map((message, index) => (
      <li
        key={message.sid}
        id={messageElementId(message.sid)}
        tabIndex={-1}
        class={`message ${message.direction}`}
      >
        <TimeSeparator message={message} before={messages[index - 1] ?? before} turns={turns} />
        <Bubble message={message} turn={turns.get(message.turn)} isShown={message.turn === shown} />
      </li>
    ))}
  </ol>
);

/** Separates two messages that are far apart: how far the clock was moved, or the day and time. */
function TimeSeparator(props: {
  message: Message;
  before: Message | undefined;
  turns: ReadonlyMap<string, Turn>;
}) {
  const { message, before, turns } = props;
  const offset = turns.get(message.turn)?.clockOffset;
  const offsetBefore = before === undefined ? undefined : turns.get(before.turn)?.clockOffset;
  const moved = offset !== undefined && offsetBefore !== undefined ? offset - offsetBefore : 0;
  if (moved !== 0) {
    return (
      <p class="time-separator moved">
        <ClockIcon /> {moved > 0 ? `${span(moved)} later` : 'Back in time'}, {dayOf(message.at)}{' '}
        {timeOf(message.at)}
      </p>
    );
  }
  if (before !== undefined && message.at - before.at < LONG_PAUSE_MS) return null;
  return (
    <p class="time-separator">
      {dayOf(message.at)} {timeOf(message.at)}
    </p>
  );
}
