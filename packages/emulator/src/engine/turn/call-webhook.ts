import { resolveUrl, withoutCredentials } from '../addresses';
import type { Code, Problem } from '../debugger';
import { type DocumentRequest, type Failed, fetchDocument, type Fetched } from './fetch-document';
import { fetchWebhook } from './fetch-webhook';
import { type HttpResponse, mediaTypeOf, textOf } from '../http/http-response';
import { sendMessage } from './send-message';
import { report, type TurnContext } from './turn-context';
import { type MessageVerb, readTwiml, type RedirectVerb, type Twiml, type Verb } from './twiml';
import type { Pair } from '../types';
import { incomingParameters } from './webhook-parameters';

/** Source: https://www.twilio.com/docs/api/errors/14106 */
const MAX_DOCUMENTS = 50;

const TWIML_TYPES = ['text/xml', 'application/xml', 'text/html'];

/**
 * Calls a number's webhook for an incoming message and executes its answer; when it fails, the fallback's.
 * Source: https://www.twilio.com/docs/usage/security/availability-reliability
 */
export async function callWebhook(context: TurnContext): Promise<void> {
  const { number } = context;
  if (number.smsUrl === '') return;
  const failed = await execute(await fetchWebhook(context), context);
  if (failed !== undefined && number.smsFallbackUrl !== '') {
    await execute(await fetchFallback(failed, context), context);
  }
}

function fetchFallback({ problem, url }: Failed, context: TurnContext): Promise<Fetched> {
  const why: Pair[] = [
    ['ErrorCode', String(problem.code)],
    ['ErrorUrl', withoutCredentials(url)],
  ];
  return fetchDocument(
    {
      purpose: 'fallback',
      url: context.addresses.publicOf(context.number.smsFallbackUrl),
      method: context.number.smsFallbackMethod ?? 'POST',
      parameters: [...formOf(context), ...why],
    },
    context,
  );
}

/** The parameters of the webhook's request, which redirects and the fallback get too. */
const formOf = ({ message, account, origin, optOutType }: TurnContext): Pair[] =>
  incomingParameters(message, account.accountSid, origin(), optOutType);

/** Executes a document and those that it leads to. Returns a failure for which Twilio calls the fallback. */
async function execute(fetched: Fetched, context: TurnContext): Promise<Failed | undefined> {
  if (fetched.kind === 'failed') return fetched;
  const { response, url, exchange } = fetched;
  const fail = (problem: Problem): Failed => {
    report(context, problem, exchange);
    return { kind: 'failed', problem, url };
  };
  const document = readDocument(response);
  if (document.kind === 'failed') return fail(document.problem);
  for (const warning of document.warnings) report(context, warning, exchange);
  for (const verb of document.verbs) {
    const next =
      verb.kind === 'Redirect' ? redirect(verb, url, context) : sendMessage(verb, { url, exchange }, context);
    if (next === undefined) continue;
    if (context.documents === MAX_DOCUMENTS) {
      return fail({ code: 14106, detail: `More than ${MAX_DOCUMENTS} documents for one message.` });
    }
    context.documents++;
    // The verbs after a <Redirect>, or a <Message> with an action, are unreachable.
    return execute(await fetchDocument(next, context), context);
  }
  return undefined;
}

const redirect = (verb: RedirectVerb, base: string, context: TurnContext): DocumentRequest => ({
  purpose: 'redirect',
  url: resolveUrl(verb.url, base) ?? verb.url,
  method: verb.method,
  parameters: formOf(context),
});

/**
 * Reads a response as TwiML. Plain text becomes one message, and HTTP 204 none.
 * Sources: https://www.twilio.com/docs/api/errors/11200, /11770, /12300 and /15003
 */
function readDocument(response: HttpResponse): Twiml {
  const type = mediaTypeOf(response);
  const text = textOf(response);
  if (response.status === 204) return saying([]);
  if (type === 'text/plain') return saying(text === '' ? [] : [plainMessage(text)]);
  if (TWIML_TYPES.includes(type)) {
    return response.body.length > 0 ? readTwiml(text) : failing(11770, 'The body is empty.');
  }
  return type === '' ? failing(11200, 'There is no Content-Type.') : failing(12300, `Content-Type: ${type}`);
}

const saying = (verbs: readonly Verb[]): Twiml => ({ kind: 'twiml', verbs, warnings: [] });

const failing = (code: Code, detail: string): Twiml => ({ kind: 'failed', problem: { code, detail } });

const plainMessage = (body: string): MessageVerb => ({
  kind: 'Message',
  to: undefined,
  from: undefined,
  action: undefined,
  method: 'POST',
  statusCallback: undefined,
  body,
  media: [],
});
