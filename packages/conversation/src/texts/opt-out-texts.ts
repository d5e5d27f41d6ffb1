/** What the app texts when it answers opt-outs itself. Each names the program, as the rules for short codes ask. */
export type OptOutTexts = {
  /** The one confirmation of an opt-out. 47 CFR 64.1200(a)(12) allows no marketing in it. */
  readonly optedOut: string;
  /** The answer to START after an opt-out. */
  readonly optedIn: string;
  /** The answer to HELP. */
  readonly help: string;
};

/**
 * The texts by language.
 * Source: https://help.twilio.com/articles/223182208 (Industry standards for U.S. short code HELP and STOP).
 */
export const optOutTexts = {
  en: (program: string, contact: string): OptOutTexts => ({
    optedOut: `${program}: You are unsubscribed and will get no more messages. Reply START to resubscribe, or HELP for help.`,
    optedIn: `${program}: You are subscribed again. Reply HELP for help, or STOP to unsubscribe.`,
    help: `${program}: Help at ${contact}. Msg & data rates may apply. Reply STOP to unsubscribe.`,
  }),
  es: (program: string, contact: string): OptOutTexts => ({
    optedOut: `${program}: Su suscripción está cancelada y no recibirá más mensajes. Responda START para volver, o HELP para ayuda.`,
    optedIn: `${program}: Su suscripción está activa otra vez. Responda HELP para ayuda, o STOP para cancelarla.`,
    help: `${program}: Ayuda en ${contact}. Pueden aplicarse tarifas de mensajes y datos. Responda STOP para cancelar.`,
  }),
} as const;
