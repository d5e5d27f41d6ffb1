import { useMemo } from 'preact/hooks';
import { count } from '../display/format';
import { countSegments, LONGEST_MESSAGE, type Segments } from '../display/count-segments';

/** How many of the characters that need UCS-2 are shown. */
const MOST_NAMED = 3;

/**
 * The encoding, characters and segments of the text in the composer, of which an MMS and other channels have characters alone; before
 * there is a text, the keys, unless the phone is off.
 */
export function SegmentCount(props: {
  text: string;
  counts: 'segments' | 'MMS' | 'characters';
  isOff: boolean;
}) {
  const { text, counts, isOff } = props;
  const counted = useMemo(() => countSegments(text), [text]);
  return (
    <p
      id="segment-count"
      class={`segment-count ${counts === 'segments' && counted.segments > 1 ? 'several' : ''}`}
    >
      {text.length > LONGEST_MESSAGE ? (
        <strong class="bad">
          {count(text.length - LONGEST_MESSAGE, 'character')} too many: Twilio takes 1,600.
        </strong>
      ) : text === '' && isOff ? (
        '\u00a0'
      ) : text === '' ? (
        <span class="keys">
          <kbd>Enter</kbd> sends
          <span class="line-break">
            , <kbd>Shift Enter</kbd> breaks the line
          </span>
        </span>
      ) : counts !== 'segments' ? (
        <span>
          {count(counts === 'MMS' ? counted.characters : text.length, 'character')}
          {counts === 'MMS' ? ' · MMS' : ''}
        </span>
      ) : (
        <Counted counted={counted} />
      )}
    </p>
  );
}

function Counted({ counted: { encoding, characters, segments, left, beyondGsm } }: { counted: Segments }) {
  const named = beyondGsm.slice(0, MOST_NAMED).join(' ');
  const reason = beyondGsm.length === 0 ? '' : ` for ${named}${beyondGsm.length > MOST_NAMED ? ' …' : ''}`;
  return (
    <span>
      {encoding}
      {reason} · {count(characters, 'character')} · <strong>{count(segments, 'segment')}</strong> · {left}{' '}
      left
    </span>
  );
}
