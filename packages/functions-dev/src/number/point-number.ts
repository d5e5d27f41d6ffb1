import type { Twilio } from 'twilio';
import { webhookPaths } from '../deployed-functions';
import { ApiFailure } from './api';
import { type Deployed, findDeployed, type Which } from './deployed-service';
import { nameOf, ownWebhook } from './destination';
import { type MessagingService, overridingServices } from './messaging-services';
import { allNumbers, findNumber, type PhoneNumber, readAgain, setWebhook } from './phone-numbers';

/** Which number is pointed at which Function. */
export type Wish = Which & {
  /** In E.164. */
  readonly e164: string;
  readonly path: string;
};

/** How many of the account's numbers are named when the wanted one is not among them. */
const NAMED = 20;

/**
 * Points a number at a deployed Function, and says where it pointed before and after.
 *
 * @param say - prints a line.
 * @throws Error, ApiFailure: that say whether anything was changed.
 */
export async function pointNumber(client: Twilio, wish: Wish, say: (line: string) => void): Promise<void> {
  const { number, url } = await prepare(client, wish).catch((error: unknown) => {
    throw saying(error, 'Nothing was changed.');
  });
  if (number === undefined) {
    say(`${wish.e164} needs no change: its Messaging Service takes messages to ${url}`);
    return;
  }
  if (pointsAt(number, url)) {
    say(`${wish.e164} points there already: ${ownWebhook(number)}`);
    return;
  }
  // Before it is changed, so that what was there is known even when the command is cut off.
  say(`${wish.e164}\n  before: ${ownWebhook(number)}`);
  const after = await change(client, number, url);
  say(`  after:  ${ownWebhook(after)}`);
}

const pointsAt = ({ smsUrl, smsMethod }: PhoneNumber, url: string): boolean =>
  smsUrl === url && smsMethod.toUpperCase() === 'POST';

/** Finds what is to be changed; no number when messages arrive at the URL by way of a Messaging Service. */
async function prepare(
  client: Twilio,
  wish: Wish,
): Promise<{ number: PhoneNumber | undefined; url: string }> {
  const number = await findNumber(client, wish.e164);
  if (number === undefined) throw new Error(await notTheirs(client, wish.e164));
  if (!number.receivesSms) {
    throw new Error(`${wish.e164} cannot receive SMS. Its capabilities are in the Console, Active numbers.`);
  }
  const url = urlOf(await findDeployed(client, wish), wish.path);
  const service = (await overridingServices(client)).get(wish.e164);
  if (service !== undefined) {
    if (service.url === url && service.method.toUpperCase() === 'POST') return { number: undefined, url };
    throw new Error(overridden(wish.e164, service, url));
  }
  if (number.smsApplicationSid !== '') throw new Error(byApplication(number));
  return { number, url };
}

async function notTheirs(client: Twilio, e164: string): Promise<string> {
  const all = (await allNumbers(client)).map(({ phoneNumber }) => phoneNumber);
  const more = all.length > NAMED ? `, and ${all.length - NAMED} more (npm run number lists them)` : '';
  const theirs = all.length === 0 ? 'It has none.' : `It has ${all.slice(0, NAMED).join(', ')}${more}.`;
  return `The account ${client.accountSid} does not have the number ${e164}. ${theirs}`;
}

function urlOf({ domain, functions }: Deployed, path: string): string {
  const paths = webhookPaths(functions);
  if (paths.includes(path)) return `https://${domain}${path}`;
  const known = functions.some((one) => one.path === path);
  const problem = known
    ? `${path} is private: it has no URL. Rename its file, without .private., and deploy.`
    : `There is no Function ${path} at ${domain}. Deploy it first, or check the spelling.`;
  throw new Error(`${problem} ${paths.length === 0 ? 'None there' : paths.join(', ')} can be a webhook.`);
}

const overridden = (e164: string, service: MessagingService, url: string): string =>
  `${e164} is in the ${nameOf(service)}, whose own setting counts: ` +
  `${service.url === '' ? 'it drops incoming messages' : 'it has a webhook of its own'}. ` +
  'In the Console: Messaging, Services, this one, Integration, choose "Defer to sender’s webhook" and run the command ' +
  `again; or, for all numbers of the service, "Send a webhook" and ${url}`;

const byApplication = ({ phoneNumber, smsApplicationSid }: PhoneNumber): string =>
  `${phoneNumber} is handled by the TwiML App ${smsApplicationSid}, which overrides the number's own URL. If it should ` +
  'not: in the Console, Active numbers, the number, Messaging Configuration, configure it with a webhook in place of ' +
  'the TwiML App, and run the command again.';

/** Changes the number. When the answer is lost, it looks whether it was changed. */
async function change(client: Twilio, number: PhoneNumber, url: string): Promise<PhoneNumber> {
  const after = await setWebhook(client, number, url).catch((error: unknown) => {
    if (!(error instanceof ApiFailure) || error.refused) throw saying(error, 'The number is unchanged.');
    return lookAgain(client, number, url, error);
  });
  if (after.smsApplicationSid !== '') throw new Error(byApplication(after));
  if (pointsAt(after, url)) return after;
  throw new Error(`Somebody else changed the number meanwhile: ${ownWebhook(after)}. Run the command again.`);
}

async function lookAgain(
  client: Twilio,
  before: PhoneNumber,
  url: string,
  lost: ApiFailure,
): Promise<PhoneNumber> {
  const now = await readAgain(client, before).catch((error: unknown) => {
    throw saying(
      lost,
      'Whether the number was changed is unknown. npm run number shows it; to run this command twice does no harm.',
      error,
    );
  });
  if (now.smsUrl === before.smsUrl && !pointsAt(now, url)) throw saying(lost, 'The number is unchanged.');
  return now;
}

/** The same error with a sentence behind its own. */
function saying(error: unknown, more: string, cause: unknown = error): Error {
  return new Error(`${error instanceof Error ? error.message : String(error)}\n${more}`, { cause });
}
