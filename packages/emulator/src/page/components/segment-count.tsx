import { useMemo } from 'preact/hooks';
import { count } from '../display/format';
import { countSegments, LONGEST_MESSAGE, type Segments } from '../display/segments';

/** How many of the characters that make a message UCS-2 are named. */
const MOST_NAMED = 3;

/** Encoding, characters and segments of what is being written. */
export function SegmentCount({ text, isMms }: { text: string; isMms: boolean }) {
  const counted = useMemo(() => countSegments(text), [text]);
  return (
    <p id="segment-count" class={`segment-count ${counted.segments > 1 ? 'several' : ''}`}>
      {text.length > LONGEST_MESSAGE ? (
        <strong>{text.length - LONGEST_MESSAGE} characters too many: Twilio takes 1,600.</strong>
      ) : text === '' ? (
        <span>
          <kbd>Enter</kbd> sends, <kbd>Shift Enter</kbd> breaks the line
        </span>
      ) : isMms ? (
        <span>{count(counted.characters, 'character')} · MMS</span>
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
