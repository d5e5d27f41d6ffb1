/**
 * The words that opt a sender out: alone, in any case, with spaces around. Twilio answers them itself and blocks further
 * replies (error 21610), but still calls the webhook.
 * Source: https://help.twilio.com/articles/223134027 (Twilio support for opt-out keywords).
 *
 * The package `sms-emulator` has the same list on purpose: an emulator that shared code with the Functions that it tests
 * could not show a mistake in that code.
 */
const OPT_OUT = /^\s*(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i;

/** Whether the text of a message opts its sender out. */
export const isOptOut = (body: string): boolean => OPT_OUT.test(body);
