import { defined } from '../engine/defined';
import { addressesOf } from '../engine/http/public-address';
import type { NumberSettings, OwnNumber } from '../engine/types';
import { addressOf, type Form, methodOf } from './form';

/** What a request changes of a number of yours: the webhook of messages, and the name. What is of voice is not kept. */
export const readNumberChange = (own: OwnNumber, form: Form): Partial<OwnNumber> => ({
  ...defined({
    friendlyName: form.text('FriendlyName'),
    smsMethod: methodOf(form, 'SmsMethod'),
    smsFallbackMethod: methodOf(form, 'SmsFallbackMethod'),
  }),
  ...keptAddresses(own, addressOf(form, 'SmsUrl'), addressOf(form, 'SmsFallbackUrl')),
});

/**
 * What a number keeps of addresses that are public ones, as Twilio has them: those of its app on this machine. With an `SmsUrl` of
 * elsewhere, it is no longer a number of the app with the `publicUrl`.
 */
function keptAddresses(
  own: OwnNumber,
  smsUrl: string | undefined,
  smsFallbackUrl: string | undefined,
): Partial<NumberSettings> {
  const { localOf, publicOf } = addressesOf(own, []);
  const local = (url: string | undefined) => url && (localOf(url) ?? url);
  const isOfApp = (url: string) => publicOf(url) !== url;
  const kept = local(smsUrl);
  const leaves = kept !== undefined && kept !== '' && isOfApp(own.smsUrl) && !isOfApp(kept);
  return {
    ...defined({ smsUrl: kept, smsFallbackUrl: local(smsFallbackUrl) }),
    ...(leaves ? { publicUrl: '' } : {}),
  };
}

/** The webhook of a number as a resource has it: the public addresses. */
export function webhookFields(own: OwnNumber): object {
  const { publicOf } = addressesOf(own, []);
  return {
    sms_fallback_method: own.smsFallbackMethod ?? 'POST',
    sms_fallback_url: publicOf(own.smsFallbackUrl),
    sms_method: own.smsMethod,
    sms_url: publicOf(own.smsUrl),
  };
}

/** Whether a number is one that a list asks for: by a part of it, with `*` for any digit, and by its name. Empty: any. */
export function matcherOf(part: string, name: string, nameOf: (own: OwnNumber) => string) {
  const pattern = new RegExp(part.replace(/[^\d*]/g, '').replaceAll('*', String.raw`\d`));
  return (own: OwnNumber): boolean => pattern.test(own.number) && (name === '' || nameOf(own) === name);
}
