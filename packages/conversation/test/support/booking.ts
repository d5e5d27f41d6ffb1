import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { ask, type AskOptions } from '../../src/conversation/steps';

export const PARTY = 'How many people?';
export const DAY = 'Friday or Saturday?';

/** A conversation of two questions: the party, and unless it is large, the day. */
export const booking = (options: ConversationOptions = {}, partyOptions: AskOptions = {}) =>
  conversation(
    'booking',
    function* () {
      const party = yield* ask('party', PARTY, integer({ min: 1, max: 20 }), partyOptions);
      if (party > 8) return 'Please call us.';
      const day = yield* ask('day', DAY, oneOf('Friday', 'Saturday'));
      return `${day} for ${party}.`;
    },
    options,
  );
