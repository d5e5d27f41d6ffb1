import { answersOptOutWords } from './channels';
import type { Services } from './messages/services';
import { kindOf } from './number-kind';
import type { AdvancedOptOut } from './opt-out-words';
import { ownNumber } from './own-number';
import type { OptOutHandling } from './turn/opt-out';
import type { OwnNumber } from './types';

/** What is looked into. */
type Parts = {
  readonly numbers: ReadonlyMap<string, OwnNumber>;
  readonly services: Pick<Services, 'ofNumber'>;
};

/**
 * The Advanced Opt-Out of a number; `undefined` when it is off. In Twilio it belongs to a Messaging Service: so it is on for all senders
 * of a service when it is on for one of them. Then a number has its own, or that of the first sender with one.
 * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export function advancedOptOutOf(number: string, { numbers, services }: Parts): AdvancedOptOut | undefined {
  const senders = services.ofNumber(number)?.senders.keys() ?? [];
  for (const sender of [number, ...senders]) {
    const { advancedOptOut = false } = ownNumber(numbers, sender) ?? {};
    if (advancedOptOut !== false) return advancedOptOut === true ? {} : advancedOptOut;
  }
  return undefined;
}

/**
 * How opt-out words to a number are handled. Twilio does nothing for a short code on its own, nor for WhatsApp and Messenger, unless
 * Advanced Opt-Out is on.
 * Source: https://help.twilio.com/articles/223181748 (Customizing HELP/STOP messages for SMS filtering)
 */
export function optOutHandlingOf(number: string, parts: Parts): OptOutHandling {
  const kind = kindOf(ownNumber(parts.numbers, number) ?? { number });
  const isAlone = kind === 'shortCode' && parts.services.ofNumber(number) === undefined;
  const isLeftToApp = isAlone || !answersOptOutWords(number);
  return {
    isTollFree: kind === 'tollFree',
    twilio: advancedOptOutOf(number, parts) ?? (isLeftToApp ? 'none' : 'standard'),
  };
}
