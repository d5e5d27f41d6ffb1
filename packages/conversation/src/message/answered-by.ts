/** Who answers STOP, START and HELP, and keeps from texting who has opted out. */
export type AnsweredBy = 'twilio' | 'app';

/** Whether an address is of a channel whose keywords Twilio does not answer, such as `whatsapp:`. Source: docs/opt-out.md. */
export const isWithoutKeywords = (address: string): boolean => /^(?!rcs:)[a-z]+:/i.test(address);

/** Who answers the keywords that are sent to a number, as far as the number shows it: for a short code, the app. */
export const answeredBy = (number: string): AnsweredBy =>
  /^\d{3,8}$/.test(number) || isWithoutKeywords(number) ? 'app' : 'twilio';
