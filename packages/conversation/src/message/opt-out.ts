/**
 * The single words by which a sender opts out, in any case and with spaces around. Twilio answers them itself and
 * blocks further replies (error 21610), but still calls the webhook.
 * Source: https://help.twilio.com/articles/223134027 (Twilio support for opt-out keywords).
 */
const OPT_OUT = /^\s*(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i;

/** Whether a message opts its sender out. */
export const isOptOut = (body: string): boolean => OPT_OUT.test(body);
