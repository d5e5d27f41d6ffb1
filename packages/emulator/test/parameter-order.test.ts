import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inTwilioOrder } from '../src/engine/turn/parameter-order';
import type { Pair } from '../src/engine/types';
import { CAPTURED } from './support/captured-parameters';

const order = (names: readonly string[]): string[] =>
  inTwilioOrder(names.map((name): Pair => [name, ''])).map(([name]) => name);

/** The names of a captured SMS of a Messaging Service. */
const SMS = CAPTURED.find(({ of }) => of.startsWith('an SMS of a Messaging Service'))?.names ?? [];

describe('the order of parameters is that of Twilio', () => {
  it.each(CAPTURED)('for $of, whatever their order was', ({ names }) => {
    expect(order(names)).toEqual(names);
    expect(order(names.toReversed())).toEqual(names);
    expect(order(names.toSorted())).toEqual(names);
  });

  it('as every capture says, and no two of these have the same names', () => {
    expect(CAPTURED.length).toBeGreaterThanOrEqual(10);
    expect(new Set(CAPTURED.map(({ names }) => names.join())).size).toBe(CAPTURED.length);
  });

  it('for a fallback: ErrorUrl is the second, and ErrorCode follows SmsMessageSid', () => {
    const names = order([...SMS, 'ErrorCode', 'ErrorUrl']);
    expect(names.indexOf('ErrorUrl')).toBe(1);
    expect(names.indexOf('ErrorCode')).toBe(names.indexOf('SmsMessageSid') + 1);
  });

  it('for an MMS with ten files, whose names are spread over the others', () => {
    const media = Array.from({ length: 10 }, (_, n) => [`MediaUrl${n}`, `MediaContentType${n}`]).flat();
    expect(order([...SMS, ...media])).toEqual(
      (
        'MediaContentType1 ToCountry MediaContentType5 MediaUrl6 MediaUrl3 MediaContentType8 MediaUrl7 MediaContentType0 ToState ' +
        'SmsMessageSid MediaUrl8 MediaContentType4 NumMedia MediaContentType9 MediaUrl2 ToCity FromZip SmsSid MediaUrl4 FromState ' +
        'MediaContentType7 SmsStatus MediaUrl9 FromCity MediaContentType3 Body FromCountry To MessagingServiceSid MediaUrl1 MediaUrl5 ' +
        'ToZip NumSegments MessageSid AccountSid MediaContentType6 MediaContentType2 From MediaUrl0 ApiVersion'
      ).split(' '),
    );
  });

  it('but names with the same hash stay as they are', () => {
    // Java's classic pair.
    expect(order(['Aa', 'BB'])).toEqual(['Aa', 'BB']);
    expect(order(['BB', 'Aa'])).toEqual(['BB', 'Aa']);
  });
});

it('keeps every pair, and gives the same order for any order of different names', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: ([name]) => name }),
      (pairs) => {
        const ordered = inTwilioOrder(pairs);
        expect(ordered.toSorted()).toEqual(pairs.toSorted());
        expect(inTwilioOrder(ordered)).toEqual(ordered);
      },
    ),
  );
});
