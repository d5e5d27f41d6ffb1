import { randomUUID } from 'node:crypto';
import { isWebUrl, resolveUrl } from '../addresses';
import type { Code, Problem } from '../debugger';
import { fitExchange } from './fit-exchange';
import { hostedWarnings, isOfFunctions } from './hosted-warnings';
import { readConnectionOverrides } from '../http/connection-overrides';
import type { HttpOutcome, HttpRequest } from '../http/http-request';
import { sendRequest, type Spoil, type Try } from '../http/retries';
import { headerOf, type HttpResponse, setCookiesOf, textOf } from '../http/http-response';
import { violatesCookieRules } from '../http/jar';
import { inTwilioOrder } from './parameter-order';
import { signRequest, withoutPassword } from '../http/signed-request';
import { type FetchContext, noteCause, report } from './turn-context';
import { ownNumber } from '../own-number';
import type { Exchange, HttpMethod, Pair, Purpose, Redirects } from '../types';

/** The redirects that Twilio follows, by their method and form. Source: https://www.twilio.com/docs/api/errors/11216 */
const REDIRECTS: Record<number, Redirects | 'as set'> = {
  301: 'as set',
  302: 'as set',
  303: 'get',
  307: 'keep',
};

/**
 * What a number's redirects are when it is not set. Of Twilio's samples, the current survey for Django
 * (https://github.com/TwilioDevEd/automated-survey-django) answers a message with a 302 to a view that takes only a POST and reads its form.
 */
const DEFAULT_REDIRECTS: Redirects = 'keep';

/** Source: https://www.twilio.com/docs/api/errors/11215 */
const MAX_REDIRECTS = 10;

/** A request for a document of TwiML, or a status callback. */
export type DocumentRequest = {
  readonly purpose: Purpose;
  readonly method: HttpMethod;
  readonly url: string;
  /** In any order: they are sent in Twilio's. */
  readonly parameters: readonly Pair[];
  readonly idempotencyToken?: string;
  /** The `Cookie` header, empty for none; by default that of the context's cookies for the URL. */
  readonly cookie?: string;
  /** The answer gets lost: its cookies are not stored, and it adds nothing to the turn's errors. */
  readonly isLost?: true;
  /** What a fault on purpose does to its first try. */
  readonly spoil?: Spoil;
};

/** A response with a status of 2xx and the URL that it came from, or a failure. */
export type Fetched =
  | {
      readonly kind: 'response';
      readonly url: string;
      readonly response: HttpResponse;
      /** Its index in the turn's exchanges. */
      readonly exchange: number;
    }
  | Failed;

/** What went wrong, and at which URL. It has been reported. */
export type Failed = { readonly kind: 'failed'; readonly problem: Problem; readonly url: string };

/**
 * Makes a request as Twilio does: signed, with the jar's cookies, following redirects. Adds each request to the context's
 * exchanges, and problems to its errors. Never rejects.
 */
export async function fetchDocument(request: DocumentRequest, context: FetchContext): Promise<Fetched> {
  let next: DocumentRequest = { ...request, parameters: inTwilioOrder(request.parameters) };
  for (let redirects = 0; ; redirects++) {
    const step = await fetchOnce(next, context);
    if (step.kind !== 'redirect') return step;
    const { location } = step;
    if (redirects === MAX_REDIRECTS) {
      const problem = { code: 11215, detail: `More than ${MAX_REDIRECTS} redirects.` } as const;
      reportFor(request, context)(problem, step.exchange);
      return { kind: 'failed', problem, url: location };
    }
    next = redirected(next, withFragmentOf(next.url, location), step.how);
  }
}

/** The target of an HTTP redirect. Without a fragment of its own, it has that of before. Source: RFC 9110, section 10.2.2. */
function withFragmentOf(before: string, location: string): string {
  const target = new URL(location);
  if (target.hash === '') target.hash = new URL(before).hash;
  return target.href;
}

function redirected(request: DocumentRequest, location: string, how: Redirects): DocumentRequest {
  const { isLost } = request;
  return {
    purpose: 'redirect',
    method: how === 'get' ? 'GET' : request.method,
    url: location,
    parameters: how === 'get' ? [] : request.parameters,
    ...(isLost === undefined ? {} : { isLost }),
  };
}

/** Adds problems to the turn's errors, unless the answer gets lost. */
const reportFor =
  ({ isLost }: DocumentRequest, context: FetchContext) =>
  (problem: Problem, exchange: number | null): void => {
    if (isLost !== true) report(context, problem, exchange);
  };

type Step =
  | Fetched
  | {
      readonly kind: 'redirect';
      readonly location: string;
      readonly how: Redirects;
      readonly exchange: number;
    };

/** Makes one request and stores the cookies of its response. */
async function fetchOnce(wanted: DocumentRequest, context: FetchContext): Promise<Step> {
  const { url } = wanted;
  const warn = reportFor(wanted, context);
  const fail = (problem: Problem, exchange: number | null): Step => {
    warn(problem, exchange);
    return { kind: 'failed', problem, url };
  };
  if (!isWebUrl(url)) return fail({ code: 11100, detail: `Not an HTTP address: ${url}` }, null);

  const { response, problem, exchange } = await makeRequest(wanted, context, warn);
  context.onSent?.();
  await context.allSent;
  if (response === undefined || problem !== undefined) {
    return fail(problem ?? { code: 11200, detail: 'No answer.' }, exchange);
  }
  const keepsCookies =
    wanted.isLost !== true && context.keepsCookies && context.faults?.has('cookieNotKept') !== true;
  if (keepsCookies) {
    const refused = context.conversation.jar.store(url, setCookiesOf(response));
    for (const detail of refused) warn({ code: 11206, level: 'warning', detail }, exchange);
  }

  const redirects = REDIRECTS[response.status];
  if (redirects === undefined) return { kind: 'response', url, response, exchange };
  const how = redirects === 'as set' ? redirectsOf(context) : redirects;
  return { kind: 'redirect', location: locationOf(response, url) ?? '', how, exchange };
}

/** What came of all tries of a request: the last one's response and what is wrong with it, and the index of its exchange. */
type Made = {
  readonly response: HttpResponse | undefined;
  readonly problem: Problem | undefined;
  readonly exchange: number;
};

/** Signs a request and makes it, with an exchange for each try. */
async function makeRequest(
  wanted: DocumentRequest,
  context: FetchContext,
  warn: ReturnType<typeof reportFor>,
): Promise<Made> {
  const { url, parameters, cookie = context.cookies.header(url), idempotencyToken = randomUUID() } = wanted;
  const { from, to } = context.conversation;
  noteCause(context.causes, idempotencyToken, { turn: context.cause, from, to });
  const signed = signRequest({ ...wanted, idempotencyToken, cookie }, context.account.authToken);
  const request = context.addresses.passOn(signed);
  const { settings, mistakes } = readConnectionOverrides(url);
  let started = { at: context.clock.now(), real: performance.now() };
  let problem: Problem | undefined;
  context.underWay.set(idempotencyToken, {});
  const noteTry = ({ outcome, isRetried }: Try): void => {
    problem = withReason(problemOf(outcome, url), context.underWay.get(idempotencyToken)?.why);
    const made: Exchange = {
      purpose: wanted.purpose,
      request: {
        method: request.method,
        url: request.url,
        ...(request.sentTo === undefined ? {} : { sentTo: request.sentTo }),
        headers: withoutPassword(request.headers),
        parameters,
      },
      response:
        outcome.response === undefined ? null : { ...outcome.response, body: textOf(outcome.response) },
      failure: problem === undefined ? null : `${problem.detail}${isRetried ? ' It is tried again.' : ''}`,
      ...(wanted.isLost === true ? { lost: true } : {}),
      startedAt: started.at,
      durationMs: performance.now() - started.real,
    };
    const exchange = context.exchanges.push(fitExchange(made, context.exchangeRoom)) - 1;
    for (const warning of warningsOfPlatform(request, outcome, context)) warn(warning, exchange);
    if (isRetried) context.underWay.set(idempotencyToken, {});
    started = { at: context.clock.now(), real: performance.now() };
  };
  const { response } = await sendRequest(request, settings, context, noteTry, wanted.spoil);
  context.underWay.delete(idempotencyToken);
  const exchange = context.exchanges.length - 1;
  for (const detail of [...mistakes, ...doubtsOf(url, context)])
    warn({ code: 11100, level: 'warning', detail }, exchange);
  return { response, problem, exchange };
}

/** With what a Function in this process has said of it. */
const withReason = (problem: Problem | undefined, why: string | undefined): Problem | undefined =>
  problem === undefined || why === undefined ? problem : { ...problem, detail: `${problem.detail} ${why}` };

/** What the hosted platform would refuse of a request to a Function, or of its answer. */
function warningsOfPlatform(
  { url, sentTo, headers }: HttpRequest,
  { response }: HttpOutcome,
  { numbers, clock }: FetchContext,
): Problem[] {
  if (!isOfFunctions(sentTo ?? url, numbers)) return [];
  const { now, offset } = clock.read();
  return hostedWarnings(headers, response?.headers ?? [], now - offset);
}

/** Why the URL may lead to something else than is meant. That of a driver's own Functions does not. */
function doubtsOf(url: string, { plainHosts, addresses }: FetchContext): string[] {
  const doubts = plainHosts?.has(new URL(url).host) === true ? undefined : addresses.doubtsOf(url);
  return doubts === undefined ? [] : [doubts];
}

/** As the conversation's number is set. */
const redirectsOf = ({ conversation, numbers }: FetchContext): Redirects =>
  ownNumber(numbers, conversation.to)?.redirects ?? DEFAULT_REDIRECTS;

/**
 * What went wrong, or what is wrong with a response, before its body is read. Of an error or a redirect, the body may have any size; that
 * of an error may also be cut off.
 */
function problemOf(outcome: HttpOutcome, url: string): Problem | undefined {
  const failure = outcome.kind === 'failed' ? outcome.problem : undefined;
  const { response } = outcome;
  if (response === undefined || failure?.code === 11205) return failure;
  const { status } = response;
  if (setCookiesOf(response).some(violatesCookieRules)) {
    const detail = 'A cookie has no name, or a tab or line break in it; Twilio refuses the answer.';
    return { code: 11206, detail };
  }
  if (status >= 200 && status < 300) return failure;
  if (REDIRECTS[status] === undefined) {
    const code: Code = status >= 300 && status < 400 ? 11216 : 11200;
    return { code, detail: `HTTP ${status}.` };
  }
  if (failure !== undefined && failure.code !== 11750) return failure;
  if (locationOf(response, url) !== undefined) return undefined;
  return { code: 11216, detail: `HTTP ${status} without a usable Location.` };
}

/** The absolute URL that a redirect leads to; `undefined` when there is none of HTTP or HTTPS. */
function locationOf(response: HttpResponse, url: string): string | undefined {
  const location = headerOf(response, 'location');
  return location === undefined || location === '' ? undefined : resolveUrl(location, url);
}
