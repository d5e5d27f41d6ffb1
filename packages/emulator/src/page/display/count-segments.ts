import { SegmentedMessage } from 'sms-segments-calculator';

/** Twilio takes no longer message. Source: https://www.twilio.com/docs/api/errors/21617 */
export const LONGEST_MESSAGE = 1600;

/** How a text travels. */
export type Segments = {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly characters: number;
  readonly segments: number;
  /** How many characters the last segment still takes. */
  readonly left: number;
  /** The characters that GSM-7 does not have, each once: any of them makes a message UCS-2. */
  readonly beyondGsm: readonly string[];
};

const BITS = { 'GSM-7': 7, 'UCS-2': 16 };

/** Counts the segments of a text; of a very long one only the beginning, for the calculator is slow. */
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
