import { CookieJar } from 'tough-cookie';

/** What a webhook answered over HTTP. */
export type HttpReply = {
  readonly status: number;
  readonly type: string | null;
  readonly setCookie: string[];
  readonly body: string;
  /** The texts of the messages in the TwiML. */
  readonly texts: string[];
};

/** Sends a webhook as form parameters, POST or in the query of a GET, with the jar's cookies. */
export async function sendWebhook(
  url: string,
  parameters: Record<string, string> | [string, string][],
  { jar = new CookieJar(), method = 'POST' }: { jar?: CookieJar; method?: 'GET' | 'POST' } = {},
): Promise<HttpReply> {
  const form = new URLSearchParams(parameters);
  const headers = { cookie: await jar.getCookieString(url) };
  const response =
    method === 'GET'
      ? await fetch(`${url}?${form.toString()}`, { headers })
      : await fetch(url, { method, headers, body: form });
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
