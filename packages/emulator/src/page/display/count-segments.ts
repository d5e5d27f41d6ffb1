import { SegmentedMessage } from 'sms-segments-calculator';

/** The most characters that Twilio accepts in a message. Source: https://www.twilio.com/docs/api/errors/21617 */
export const LONGEST_MESSAGE = 1600;

/** How a text is encoded and divided into SMS segments. */
export type Segments = {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly characters: number;
  readonly segments: number;
  /** How many more characters fit into the last segment. */
  readonly left: number;
  /** The characters that GSM-7 lacks, each once: with any of them the encoding is UCS-2. */
  readonly beyondGsm: readonly string[];
};

const BITS = { 'GSM-7': 7, 'UCS-2': 16 };

/** Counts the segments of a text. Of one over 3,200 characters only the beginning: the calculator is slow. */
export function countSegments(text: string): Segments {
  const message = new SegmentedMessage(text.slice(0, 2 * LONGEST_MESSAGE));
  const encoding = message.encodingName;
  return {
    encoding,
    characters: message.numberOfCharacters,
    segments: message.segmentsCount,
    left: Math.floor((message.segments.at(-1)?.freeSizeInBits() ?? 0) / BITS[encoding]),
    beyondGsm: [...new Set(message.getNonGsmCharacters())],
  };
}
