/** Who answers STOP, START and HELP, and keeps from texting who has opted out. */
export type AnsweredBy = 'twilio' | 'app';

/** A short code, or an address of a channel whose keywords Twilio does not answer. Source: docs/opt-out.md. */
const ANSWERED_BY_APP = /^(?:\d{3,8}$|(?!rcs:)[a-z]+:)/i;

/** Who answers the keywords that are sent to a number, as far as the number shows it. */
export const answeredBy = (number: string): AnsweredBy => (ANSWERED_BY_APP.test(number) ? 'app' : 'twilio');
