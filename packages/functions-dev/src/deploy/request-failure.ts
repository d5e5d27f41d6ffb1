import { isNativeError } from 'node:util/types';
import { withoutSecrets } from '../printable';

/** Why a request to the Serverless API came to nothing. */
export type RequestTrouble =
  /** Twilio refused it. `code` and `text` are Twilio's, when it gave any (https://www.twilio.com/docs/api/errors). */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: number | undefined;
      readonly text?: string | undefined;
      /** How long to wait before the next try, in seconds, if Twilio said so. `Infinity` for more than a number holds. */
      readonly retryAfter?: number | undefined;
    }
  /** An answer that is none of Twilio's, as of a proxy or of a captive portal. */
  | { readonly kind: 'not-twilio' }
  /** The connection ended, or stayed silent, before the answer: what was asked for may have been done. */
  | { readonly kind: 'cut'; readonly errno: string }
  /** No connection, so nothing has been done. */
  | { readonly kind: 'unreachable'; readonly errno: string }
  /** No connection either, because of the certificate that came. */
  | { readonly kind: 'untrusted'; readonly errno: string };

/** A request that failed for good. Its message and properties hold no credentials, no body and no header. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';

  /**
   * @param request - as `POST Services/ZS.../Builds`.
   * @param tries - how often it was tried.
   */
  constructor(
    readonly request: string,
    readonly trouble: RequestTrouble,
    readonly tries: number,
  ) {
    super(`${request}: ${nameOfTrouble(trouble)}`);
  }
}

/** The trouble in a word or two, for one line. */
export function nameOfTrouble(trouble: RequestTrouble): string {
  switch (trouble.kind) {
    case 'status':
      return String(trouble.status);
    case 'not-twilio':
      return "the answer is none of Twilio's";
    case 'cut':
    case 'unreachable':
    case 'untrusted':
      return trouble.errno;
  }
}

/** Errors of Node.js that come before a connection: no name, no route, nobody there, or no TLS. */
const UNREACHABLE =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ERR_TLS_(?!CERT_))/;

/** Those about a certificate: https://nodejs.org/api/tls.html#x509-certificate-error-codes, and of another host. */
const UNTRUSTED =
  /^(?:(?:CERT|CRL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERROR_IN_CERT|ERROR_IN_CRL|ERR_TLS_CERT)_|(?:INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$)/;

/** The code of got for an error without one: hpagent has none for a proxy (HTTP_PROXY) that makes no connection. */
const REFUSED_BY_PROXY = 'ERR_GOT_REQUEST_ERROR';

/** Errors of a connection. Those of Node.js that begin with `ERR_` are about the program. */
const CUT = /^(?:E(?!RR_)[A-Z]+|HPE_[A-Z_]+)$/;

/** A fault of TLS, as when the other side ends it with an alert. */
const TLS_FAULT = 'EPROTO';

/** Reads what the toolkit's HTTP client (got) throws. Returns `undefined` for an error that is not about a request. */
export function troubleOf(error: unknown): RequestTrouble | undefined {
  if (!isNativeError(error)) return undefined; // also one of another realm
  const { response, code, options, timings } = error as Error & Partial<OfClient>;
  if (error.name === 'ParseError') return { kind: 'not-twilio' };
  if (error.name === 'HTTPError' && response !== undefined) return statusTrouble(response, options);
  if (code === REFUSED_BY_PROXY) return { kind: 'unreachable', errno: error.message };
  if (typeof code !== 'string') return undefined;
  // The answer has begun, and cannot be read: its compression is broken, or ended too early.
  if (error.name === 'ReadError') return { kind: 'cut', errno: code };
  // Without TLS, nothing has been sent. The client has no times when it fails at once.
  if (code === TLS_FAULT && timings?.secureConnect === undefined) return { kind: 'unreachable', errno: code };
  if (UNTRUSTED.test(code)) return { kind: 'untrusted', errno: code };
  if (UNREACHABLE.test(code)) return { kind: 'unreachable', errno: code };
  return CUT.test(code) ? { kind: 'cut', errno: code } : undefined;
}

/** What the client's errors have. */
type OfClient = {
  readonly code: unknown;
  readonly response: Answer;
  readonly options: Sent;
  /** When what happened; `secureConnect` is set also for a connection that was there already. */
  readonly timings: { readonly secureConnect?: number | undefined };
};

type Answer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
};

/** The credentials that a request was sent with. */
type Sent = { readonly username?: string; readonly password?: string };

function statusTrouble({ statusCode: status, headers, body }: Answer, sent: Sent = {}): RequestTrouble {
  const { code, message } = jsonOf(body) as { code?: unknown; message?: unknown };
  return {
    kind: 'status',
    status,
    code: typeof code === 'number' ? code : undefined,
    text: typeof message === 'string' ? withoutCredentials(message, sent) : undefined,
    retryAfter: secondsOf(headers['retry-after']),
  };
}

function withoutCredentials(text: string, { username = '', password = '' }: Sent): string {
  if (password === '') return text;
  const authorization = Buffer.from(`${username}:${password}`).toString('base64');
  return withoutSecrets(text, [authorization, password]);
}

/** The answer to an upload comes as text. */
function jsonOf(body: unknown): object {
  try {
    const value: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** RFC 9110, 10.2.3, but for the date: Twilio sends seconds. */
const secondsOf = (header: string | string[] | undefined): number | undefined =>
  typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : undefined;
