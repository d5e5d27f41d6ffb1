import type { Code, Problem } from './debugger';
import { type HttpResponse, type Limits, send } from './http';
import { type Jar, violatesCookieRules } from './jar';
import type { Exchange, HttpMethod, Pair, Purpose } from './types';
import { type Account, shownHeaders, signedRequest } from './webhook';

/** Which statuses Twilio follows, and whether they keep the method and the form. Any other 3xx is 11216. */
const REDIRECTS: Record<number, 'as GET' | 'as is'> = {
  301: 'as GET',
  302: 'as GET',
  303: 'as GET',
  307: 'as is',
};

/** Source: https://www.twilio.com/docs/api/errors/11215 */
const MAX_REDIRECTS = 10;

/** The hosted platform's limits, for warnings. Source: https://www.twilio.com/docs/api/errors/82008 */
const HOSTED_HEADER_BYTES = 4 * 1024;
const HOSTED_MAX_AGE_SECONDS = 24 * 60 * 60;

/** A request for a document of TwiML. */
export type DocumentRequest = {
  readonly purpose: Purpose;
  readonly method: HttpMethod;
  readonly url: string;
  readonly parameters: readonly Pair[];
  /** Sent in place of the jar's cookies. */
  readonly cookie?: string;
  readonly idempotencyToken?: string;
};

/** What a fetch needs to know and where it tells. */
export type Fetching = {
  readonly account: Account;
  readonly limits: Limits;
  readonly jar: Jar | undefined;
  readonly now: () => number;
  readonly record: (exchange: Exchange) => number;
  readonly report: (problem: Problem, exchange: number | null) => void;
};

export type Fetched =
  | {
      readonly kind: 'response';
      readonly url: string;
      readonly response: HttpResponse;
      readonly exchange: number;
    }
  | Failed;

/** What went wrong, and with which URL. */
export type Failed = { readonly kind: 'failed'; readonly problem: Problem; readonly url: string };

/** Fetches a document as Twilio does: signed, with the jar's cookies, following redirects. Reports its own problems. */
export async function fetchDocument(request: DocumentRequest, fetching: Fetching): Promise<Fetched> {
  let next = request;
  for (let redirects = 0; ; redirects++) {
    const step = await fetchOnce(next, fetching);
    if (step.kind !== 'redirect') return step;
    if (redirects === MAX_REDIRECTS) {
      const problem = { code: 11215, detail: `More than ${MAX_REDIRECTS} redirects.` } as const;
      fetching.report(problem, step.exchange);
      return { kind: 'failed', problem, url: step.location };
    }
    const keep = step.how === 'as is';
    next = {
      purpose: 'redirect',
      method: keep ? next.method : 'GET',
      url: step.location,
      parameters: keep ? next.parameters : [],
      ...keptCookie(next, step.location),
    };
  }
}

/** Faults on purpose goes on where a redirect leads; but another host never sees the cookies of the first. */
const keptCookie = ({ cookie, url }: DocumentRequest, location: string): { cookie?: string } =>
  cookie !== undefined && (cookie === '' || new URL(url).hostname === new URL(location).hostname)
    ? { cookie }
    : {};

type Step =
  | Fetched
  | {
      readonly kind: 'redirect';
      readonly location: string;
      readonly how: 'as GET' | 'as is';
      readonly exchange: number;
    };

async function fetchOnce(wanted: DocumentRequest, fetching: Fetching): Promise<Step> {
  const { account, limits, jar, now, record, report } = fetching;
  const fail = (problem: Problem, exchange: number | null): Step => {
    report(problem, exchange);
    return { kind: 'failed', problem, url: wanted.url };
  };
  if (!isWebUrl(wanted.url)) return fail({ code: 11100, detail: `Not an HTTP address: ${wanted.url}` }, null);

  const cookie = wanted.cookie ?? jar?.header(wanted.url) ?? '';
  const { headers, parameters, ...request } = signedRequest(
    { ...wanted, cookie },
    account,
    wanted.idempotencyToken,
  );
  const startedAt = now();
  const started = performance.now();
  const outcome = await send({ ...request, headers }, limits);
  const { response } = outcome;
  const problem = outcome.kind === 'failed' ? outcome.problem : problemOf(outcome.response, wanted.url);
  const exchange = record({
    purpose: wanted.purpose,
    request: { method: request.method, url: request.url, headers: shownHeaders(headers), parameters },
    response: response === undefined ? null : { ...response, body: decode(response) },
    failure: problem === undefined ? null : problem.detail,
    startedAt,
    durationMs: performance.now() - started,
  });
  for (const warning of hostedWarnings(headers, response?.headers ?? [])) report(warning, exchange);
  if (problem !== undefined || response === undefined) {
    return problem === undefined
      ? fail({ code: 11200, detail: 'No answer.' }, exchange)
      : fail(problem, exchange);
  }
  jar?.store(wanted.url, setCookies(response));

  const how = REDIRECTS[response.status];
  if (how === undefined) return { kind: 'response', url: wanted.url, response, exchange };
  return { kind: 'redirect', location: locationOf(response, wanted.url) ?? '', how, exchange };
}

/** What is wrong with an answer before anything in it is read. */
function problemOf(response: HttpResponse, url: string): Problem | undefined {
  const { status } = response;
  const violation = setCookies(response).find(violatesCookieRules);
  if (violation !== undefined) {
    return {
      code: 11206,
      detail: 'A cookie has no name, or a tab or line break in it; Twilio refuses the answer.',
    };
  }
  if (status >= 200 && status < 300) return undefined;
  if (REDIRECTS[status] !== undefined) {
    return locationOf(response, url) === undefined
      ? { code: 11216, detail: `HTTP ${status} without a usable Location.` }
      : undefined;
  }
  const code: Code = status >= 300 && status < 400 ? 11216 : 11200;
  return { code, detail: `HTTP ${status}.` };
}

function locationOf(response: HttpResponse, url: string): string | undefined {
  const location = header(response, 'location');
  return location === undefined ? undefined : resolveUrl(location, url);
}

/** An absolute HTTP address, or `undefined`. */
export function resolveUrl(reference: string, base: string): string | undefined {
  const url = URL.canParse(reference, base) ? new URL(reference, base).href : '';
  return isWebUrl(url) ? url : undefined;
}

export const isWebUrl = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

export const header = ({ headers }: HttpResponse, wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

const setCookies = ({ headers }: HttpResponse): string[] =>
  headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value);

/** The body as text, in the charset of its content type. */
export function decode(response: HttpResponse): string {
  const charset = /charset="?([\w-]+)/i.exec(header(response, 'content-type') ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(response.body);
  } catch {
    return new TextDecoder().decode(response.body);
  }
}

function hostedWarnings(request: readonly Pair[], response: readonly Pair[]): Problem[] {
  const warnings: Problem[] = [];
  for (const [what, headers] of [
    ['request', request],
    ['answer', response],
  ] as const) {
    const bytes = headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0);
    if (bytes < HOSTED_HEADER_BYTES) continue;
    const detail = `The headers of the ${what} have ${bytes} bytes; a hosted Function may refuse 4 kB and more with 431.`;
    warnings.push({ code: 82008, level: 'warning', detail });
  }
  for (const [name, value] of response) {
    const maxAge = name.toLowerCase() === 'set-cookie' ? /;\s*max-age=(\d+)/i.exec(value)?.[1] : undefined;
    if (Number(maxAge ?? 0) <= HOSTED_MAX_AGE_SECONDS) continue;
    const detail = `Max-Age=${maxAge ?? ''} is over 24 hours; a hosted Function would answer with HTTP 400.`;
    warnings.push({ code: 11200, level: 'warning', detail });
  }
  return warnings;
}
