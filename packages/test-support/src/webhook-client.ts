import { CookieJar } from 'tough-cookie';
import { getExpectedTwilioSignature } from 'twilio';

/** What a webhook answered over HTTP. */
export type HttpReply = {
  readonly status: number;
  readonly type: string | null;
  readonly setCookie: string[];
  readonly body: string;
  /** The texts of the messages in the TwiML. */
  readonly texts: string[];
};

export type SendOptions = { jar?: CookieJar; method?: 'GET' | 'POST'; authToken?: string };

/** Twilio's signature; a parameter that is sent more than once is signed with all its values. */
function signatureOf(authToken: string, url: string, parameters: readonly [string, string][]): string {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of parameters) {
    const before = values[name];
    values[name] = before === undefined ? value : [before, value].flat();
  }
  return getExpectedTwilioSignature(authToken, url, values);
}

/** Sends a webhook with form parameters (in the query of a GET) and the jar's cookies; signed, when there is a token. */
export async function sendWebhook(
  url: string,
  parameters: Record<string, string> | [string, string][],
  { jar = new CookieJar(), method = 'POST', authToken }: SendOptions = {},
): Promise<HttpReply> {
  const form = new URLSearchParams(parameters);
  const target = method === 'GET' && form.size > 0 ? `${url}?${form.toString()}` : url;
  const headers = {
    cookie: await jar.getCookieString(url),
    ...(authToken === undefined
      ? {}
      : { 'x-twilio-signature': signatureOf(authToken, target, method === 'GET' ? [] : [...form]) }),
  };
  const response =
    method === 'GET' ? await fetch(target, { headers }) : await fetch(url, { method, headers, body: form });
  const setCookie = response.headers.getSetCookie();
  for (const cookie of setCookie) await jar.setCookie(cookie, url);
  const body = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    setCookie,
    body,
    texts: [...body.matchAll(/<Message>(.*?)<\/Message>/g)].map(([, text = '']) => text),
  };
}
