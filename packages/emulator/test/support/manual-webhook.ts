import { createServer } from 'node:http';
import { type Answer, listen, readRequest, respond, type SeenRequest } from './webhook-server';

/** A request that waits for its answer. */
export type WaitingRequest = SeenRequest & { readonly answer: (answer: Answer) => void };

/** A webhook whose answers a test gives, when it wants. */
export type ManualWebhook = {
  readonly url: string;
  /** Resolves with the next so many requests, when all of them have come. None of them has been answered then. */
  readonly next: (count: number) => Promise<WaitingRequest[]>;
  /** How many have come that `next` has not returned. */
  readonly unread: () => number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function serveManually(): Promise<ManualWebhook> {
  const waiting: WaitingRequest[] = [];
  let onRequest = (): void => undefined;
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      const answer = (given: Answer): void => {
        respond(response, given);
      };
      waiting.push({ ...request, answer });
      onRequest();
    });
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/sms`,
    async next(count) {
      while (waiting.length < count) await new Promise<void>((resolve) => (onRequest = resolve));
      return waiting.splice(0, count);
    },
    unread: () => waiting.length,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
