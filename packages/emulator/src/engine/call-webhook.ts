import { randomUUID } from 'node:crypto';
import type { Problem } from './debugger';
import {
  decode,
  type DocumentRequest,
  type Failed,
  type Fetched,
  fetchDocument,
  header,
  resolveUrl,
} from './fetch-document';
import type { Progress, Scene } from './scene';
import { type MessageVerb, sendMessage } from './send-message';
import { readTwiml } from './twiml';
import type { HttpMethod, Pair } from './types';
import { withoutCredentials } from './webhook';

/** Source: https://www.twilio.com/docs/api/errors/14106 */
const MAX_DOCUMENTS = 50;

/**
 * Calls a number's webhook for an incoming message and does what it answers, with the fallback when it fails.
 * Source: https://www.twilio.com/docs/usage/security/availability-reliability
 */
export async function runTurn(scene: Scene): Promise<void> {
  const { number, parameters } = scene;
  if (number.smsUrl === '') return;
  const progress: Progress = { messages: 0, documents: 1, callbacks: [], overLimit: false };
  const failed = await runDocument(await fetchWebhook(scene), scene, progress);
  if (failed !== undefined && number.smsFallbackUrl !== '') {
    const why: Pair[] = [
      ['ErrorCode', String(failed.problem.code)],
      ['ErrorUrl', withoutCredentials(failed.url)],
    ];
    const request = { purpose: 'fallback', url: number.smsFallbackUrl, method: 'POST' } as const;
    await runDocument(
      await fetchDocument({ ...request, parameters: [...parameters, ...why] }, scene),
      scene,
      progress,
    );
  }
  for (const callback of progress.callbacks) await callback();
}

/** The first request of a turn, with faults on purpose. */
async function fetchWebhook(scene: Scene): Promise<Fetched> {
  const { number, parameters, faults, cookie, limits } = scene;
  const request: DocumentRequest = {
    purpose: 'webhook',
    url: number.smsUrl,
    method: number.smsMethod,
    parameters,
    idempotencyToken: randomUUID(),
    ...(cookie === undefined ? {} : { cookie }),
  };
  const fail = (problem: Problem, exchange: number | null): Fetched => {
    scene.report(problem, exchange);
    return { kind: 'failed', problem, url: number.smsUrl };
  };
  if (faults.has('unreachable')) {
    return fail({ code: 11205, detail: 'Made unreachable on purpose: nothing was called.' }, null);
  }
  const unheard = { ...scene, jar: undefined, report: () => undefined };
  const withJar = { ...request, cookie: cookie ?? scene.jar?.header(number.smsUrl) ?? '' };
  if (faults.has('answerSlowly')) {
    const late = await fetchDocument(withJar, unheard);
    scene.pass(limits.totalMs);
    const seconds = limits.totalMs / 1000;
    const exchange = late.kind === 'response' ? late.exchange : null;
    return fail(
      { code: 11205, detail: `Made slow on purpose: the answer came after ${seconds} s.` },
      exchange,
    );
  }
  // The first answer is lost on its way, with its cookie; what Twilio sends again is the same to the letter.
  if (faults.has('deliverTwice')) await fetchDocument(withJar, unheard);
  return fetchDocument(request, scene);
}

/** Does what a document says. Returns what failed when Twilio would call the fallback for it. */
async function runDocument(fetched: Fetched, scene: Scene, progress: Progress): Promise<Failed | undefined> {
  if (fetched.kind === 'failed') return fetched;
  const { response, url, exchange } = fetched;
  const fail = (problem: Problem): Failed => {
    scene.report(problem, exchange);
    return { kind: 'failed', problem, url };
  };
  const type = (header(response, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = decode(response);
  if (type === 'text/plain') {
    if (text !== '') sendMessage({ ...PLAIN, body: text }, url, exchange, scene, progress);
    return undefined;
  }
  if (!['text/xml', 'application/xml', 'text/html'].includes(type)) {
    return fail({ code: 12300, detail: type === '' ? 'There is no Content-Type.' : `Content-Type: ${type}` });
  }
  const twiml = readTwiml(text);
  if (twiml.kind === 'failed') return fail(twiml.problem);
  for (const warning of twiml.warnings) scene.report(warning, exchange);
  for (const verb of twiml.verbs) {
    const next =
      verb.kind === 'Redirect'
        ? redirectOf(verb, url, scene)
        : sendMessage(verb, url, exchange, scene, progress);
    if (next === undefined) continue;
    // What follows a <Redirect>, or a <Message action>, is unreachable.
    if (progress.documents === MAX_DOCUMENTS) {
      return fail({ code: 14106, detail: `More than ${MAX_DOCUMENTS} documents for one message.` });
    }
    progress.documents++;
    return runDocument(await fetchDocument(next, scene), scene, progress);
  }
  return undefined;
}

/** What an answer of plain text comes to. */
const PLAIN: MessageVerb = {
  kind: 'Message',
  to: undefined,
  from: undefined,
  action: undefined,
  method: 'POST',
  statusCallback: undefined,
  body: '',
  media: [],
};

const redirectOf = (
  verb: { url: string; method: HttpMethod },
  base: string,
  { parameters }: Scene,
): DocumentRequest => ({
  purpose: 'redirect',
  url: resolveUrl(verb.url, base) ?? verb.url,
  method: verb.method,
  parameters,
});
