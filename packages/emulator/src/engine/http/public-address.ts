import { isWebUrl, LOOPBACK_NAMES } from '../addresses';
import type { HttpRequest } from './http-request';
import type { OwnNumber, Pair } from '../types';

/** What a `publicUrl` must be, as the end of a sentence about it. */
export const PUBLIC_URL_RULE =
  'must be an address such as https://their.name, without a user name, a query or a fragment';

/** Whether a text can be a number's `publicUrl`: an absolute URL of HTTP or HTTPS, with or without a path. */
export function isPublicUrl(text: string): boolean {
  // URLs are read without their line breaks and tabs: the text would be shown with them.
  if (!isWebUrl(text) || /[\s\p{Cc}?#@\\]/u.test(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

/** What a number's setting `publicUrl` is of. */
export type PublicNumber = Pick<OwnNumber, 'smsUrl' | 'publicUrl'>;

/** The addresses of an app: that on this machine, and that by which everybody else knows it. */
export type Addresses = {
  /** The URL that Twilio would have in place of one of the number's own settings: below `publicUrl` if the app has it. */
  readonly publicOf: (setting: string) => string;
  /** Where a URL of the app leads to on this machine; `undefined` for one of elsewhere, or below no `publicUrl`. */
  readonly localOf: (url: string) => string | undefined;
  /** A signed request as a proxy passes it on to the app; one to elsewhere as it is. */
  readonly passOn: (request: HttpRequest) => HttpRequest;
  /** Why a URL that an answer leads to is not what it seems to be: Twilio cannot reach it, or it is not the app on this machine. */
  readonly doubtsOf: (url: string) => string | undefined;
};

/**
 * The addresses that a number and those beside it have by their `publicUrl`. A URL that is below the `publicUrl` of several numbers
 * is of this number's app, or else of the first one's.
 *
 * @param own - `undefined` for a sender without settings, such as a name.
 */
export function addressesOf(own: PublicNumber | undefined, others: Iterable<PublicNumber>): Addresses {
  const apps = [...(own === undefined ? [] : [own]), ...others].flatMap(readApp);
  const ownApp = own && readApp(own)[0];
  const find = (url: string) => {
    for (const app of apps) {
      const local = localOf(url, app);
      if (local !== undefined) return { app, local };
    }
    return undefined;
  };
  return {
    publicOf: (setting) => (ownApp === undefined ? setting : publicOf(setting, ownApp)),
    localOf: (url) => find(url)?.local,
    passOn(request) {
      const found = find(request.url);
      if (found === undefined) return request;
      const { app, local } = found;
      return {
        ...request,
        sentTo: local,
        headers: [...request.headers, ...forwarded(new URL(request.url), app)],
      };
    },
    doubtsOf: (url) => (ownApp === undefined || find(url) !== undefined ? undefined : doubtsOf(url, ownApp)),
  };
}

function doubtsOf(address: string, app: App): string | undefined {
  const { hostname } = new URL(address);
  if (LOOPBACK_NAMES.includes(hostname)) {
    return `Twilio could not reach ${address}: the app must lead to ${app.public.href} in its place.`;
  }
  if (hostname !== app.public.hostname) return undefined;
  return `${address} is not below ${app.public.href}, so that it was not sent to the app on this machine.`;
}

type App = {
  readonly local: URL;
  readonly public: URL;
  /** The path of the public address, without a slash at its end: it is not in the paths that the app gets. */
  readonly prefix: string;
};

/** None without both addresses, nor when they are the same one. */
function readApp({ smsUrl, publicUrl = '' }: PublicNumber): App[] {
  if (!isPublicUrl(publicUrl) || !isWebUrl(smsUrl)) return [];
  const app = { local: new URL(smsUrl), public: new URL(publicUrl) };
  if (app.local.origin === app.public.origin) return [];
  return [{ ...app, prefix: app.public.pathname.replace(/\/+$/, '') }];
}

function publicOf(setting: string, { local, public: wanted, prefix }: App): string {
  if (!isWebUrl(setting)) return setting;
  const url = new URL(setting);
  const isOfApp =
    url.protocol === local.protocol &&
    url.port === local.port &&
    machineOf(url.hostname) === machineOf(local.hostname);
  return isOfApp ? moved(url, wanted, prefix + url.pathname) : setting;
}

const machineOf = (hostname: string): string => (LOOPBACK_NAMES.includes(hostname) ? 'localhost' : hostname);

/** By host and port: whoever has `https://their.name` is asked for `http://their.name` too, and finds that in `X-Forwarded-Proto`. */
function localOf(address: string, { local, public: wanted, prefix }: App): string | undefined {
  if (!isWebUrl(address)) return undefined;
  const url = new URL(address);
  const { host, pathname } = url;
  const isBelow = pathname === prefix || pathname.startsWith(`${prefix}/`);
  return host === wanted.host && isBelow ? moved(url, local, pathname.slice(prefix.length)) : undefined;
}

/** The URL with another scheme, host, port and path, and all the rest of it. */
function moved(from: URL, { protocol, hostname, port }: URL, pathname: string): string {
  const url = new URL(from);
  Object.assign(url, { protocol, hostname, port, pathname });
  return url.href;
}

/** An address of nobody, as that of a caller whom no app takes for this machine. Source: RFC 5737 */
const CALLER = '192.0.2.1';

/**
 * What ngrok and Caddy add; `X-Forwarded-Prefix` is Traefik's for a path that it takes off.
 * Sources: https://ngrok.com/docs/universal-gateway/http,
 * https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#defaults and
 * https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/stripprefix
 */
const forwarded = ({ host, protocol }: URL, { prefix }: App): Pair[] => [
  ['X-Forwarded-For', CALLER],
  ['X-Forwarded-Host', host],
  ['X-Forwarded-Proto', protocol.slice(0, -1)],
  ...(prefix === '' ? [] : [['X-Forwarded-Prefix', prefix] as const]),
];
