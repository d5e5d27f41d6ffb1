import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/driver';
import type { OwnNumber, Turn } from '../../src/engine/types';
import { serveWebhook } from './webhook-server';

export const ANN = '+15551110000';
export const BEN = '+15551110001';
/** The number of the webhook that an emulator is started with. */
export const NUMBER = '+15552220000';

/** Changes the emulator's first number; with another `number`, makes a second one of the same webhook. */
export function changeNumber(twilio: Emulator, change: Partial<OwnNumber>): void {
  const [first] = twilio.engine.numbers();
  if (first === undefined) throw new Error('There is no number.');
  twilio.engine.setNumber({ ...first, ...change });
}

/** The turn of one message from Ann to the webhook at a URL. */
export async function turnAt(webhook: string, options: EmulatorOptions = {}, body = 'hi'): Promise<Turn> {
  await using twilio = await startEmulator({ webhook, ...options });
  return await twilio.phone(ANN).send(body);
}

/** The turn of one message to a webhook that answers like this. */
export async function turnFor(
  answers: Parameters<typeof serveWebhook>[0],
  options: EmulatorOptions = {},
): Promise<Turn> {
  await using server = await serveWebhook(answers);
  return await turnAt(server.url, options);
}

/** The outcome of a turn: the texts that were delivered, and the debugger's codes. */
export const outcome = ({ replies, errors }: Turn) => ({
  texts: replies.map(({ body }) => body),
  codes: errors.map(({ code }) => code),
});

/** The outcome of a turn without errors. */
export const sent = (...texts: string[]) => ({ texts, codes: [] });
/** The outcome of a turn that delivered nothing. */
export const failed = (...codes: number[]) => ({ texts: [], codes });

/** An emulator whose webhook answers like this, and Ann's phone. Closes both. */
export async function startWithWebhook(answers: Parameters<typeof serveWebhook>[0]) {
  const server = await serveWebhook(answers);
  const twilio = await startEmulator({ webhook: server.url });
  return {
    server,
    twilio,
    ann: twilio.phone(ANN),
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}
