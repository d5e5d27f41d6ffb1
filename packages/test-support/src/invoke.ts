import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';

/** What a Function answered, as the runtime's `Response` would send it. */
export type Reply = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: readonly string[];
  readonly body: unknown;
};

/** Calls a handler and returns its answer. Rejects when it fails, or does not call back exactly once. */
export async function invoke<Context>(
  handler: (context: Context, event: unknown, callback: ServerlessCallback) => void,
  context: Context,
  event: unknown,
): Promise<Reply> {
  const calls: { error: unknown; payload: unknown }[] = [];
  await new Promise<void>((resolve) => {
    handler(context, event, (error, payload) => {
      calls.push({ error, payload });
      setImmediate(resolve); // a second call would come before that
    });
  });
  const [call, ...more] = calls;
  if (call === undefined || more.length > 0) {
    throw new Error(`The callback was called ${calls.length} times.`);
  }
  if (call.error !== null)
    throw call.error instanceof Error ? call.error : new Error(JSON.stringify(call.error));

  const { statusCode, headers, body } = (
    call.payload as { serialize: () => Pick<Reply, 'statusCode' | 'headers' | 'body'> }
  ).serialize();
  const { 'Set-Cookie': cookies, ...rest } = headers;
  return { statusCode, headers: rest, cookies: cookies as string[], body };
}
