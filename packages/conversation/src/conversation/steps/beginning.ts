import type { AnswersRequest, BeginningRequest, Answers, SpeakRequest } from '../request';
import { requestStep, step, type Step } from './step';

/** What is known of the message that began a conversation. Empty where the webhook did not say it. */
export type Beginning = {
  /** The sender, such as `+15551110000` or `whatsapp:+15551110000`. */
  readonly from: string;
  /** The number. */
  readonly to: string;
  /** `MessageSid`. Empty when `beginning()` is not taken in the first turn. */
  readonly sid: string;
  /** `sms`, or the prefix of the sender's address, such as `whatsapp`. */
  readonly channel: string;
  /** The name in the sender's profile; WhatsApp alone has one. */
  readonly profileName: string;
  /** Where the sender's number is registered, by Twilio's guess. */
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  /** Two letters, such as `US`. */
  readonly country: string;
};

/** Gives what is known of the message that began the conversation. It is stored, up to 40 characters each. */
export const beginning = (): Step<Beginning, BeginningRequest> =>
  requestStep('beginning', { kind: 'beginning' });

/** Gives all answers of this part of the conversation so far, as they are stored, by question name, in order. */
export const answers = (): Step<Answers, AnswersRequest> =>
  step('answers()', function* () {
    return ((yield { kind: 'answers', within: '' }) as { answers: Answers }).answers;
  });

/** Sends hints and built-in texts in another language from here on: `en`, `es`, or one of the conversation's `languages`. */
export const speak = (language: string): Step<void, SpeakRequest> =>
  requestStep('speak', { kind: 'speak', language });
