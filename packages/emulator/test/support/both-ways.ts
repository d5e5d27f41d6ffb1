import type { ApiMessage } from '../../src/engine/messages/api-messages';
import { type AtClient, startWithClient } from './rest-client';
import { EXCHANGE } from './samples';
import { NUMBER } from './turns';

/** A message as both ways send it; from `NUMBER` and without files when nothing else is said. */
export type Wanted = {
  readonly to: string;
  readonly body: string;
  readonly from?: string;
  /** SID of a Messaging Service, which chooses the sender. */
  readonly service?: string;
  readonly statusCallback?: string;
  readonly sendAt?: number;
};

/** How a test sends messages. */
export type Way = {
  readonly name: 'engine' | 'HTTP';
  /** Returns the message's SID. */
  readonly send: (at: AtClient, wanted: Wanted) => Promise<string>;
  readonly cancel: (at: AtClient, sid: string) => Promise<unknown>;
};

function sendByEngine({ twilio: { engine } }: AtClient, wanted: Wanted): string {
  const { service, from, ...rest } = wanted;
  const sender = service === undefined ? NUMBER : engine.services.senderFor(service, wanted.to);
  const message: ApiMessage = {
    from: from ?? sender ?? '',
    media: [],
    ...rest,
    ...(service === undefined ? {} : { service: { sid: service, hasChosen: from === undefined } }),
  };
  return engine.messages.send(message, () => EXCHANGE).sid;
}

async function sendByClient({ client }: AtClient, wanted: Wanted): Promise<string> {
  const { service, from, sendAt, ...rest } = wanted;
  const { sid } = await client.messages.create({
    ...rest,
    ...(service === undefined ? { from: from ?? NUMBER } : { messagingServiceSid: service }),
    ...(service !== undefined && from !== undefined ? { from } : {}),
    ...(sendAt === undefined ? {} : { scheduleType: 'fixed', sendAt: new Date(sendAt) }),
  });
  return sid;
}

/** The same cases for calls of the engine and for the real client over HTTP. */
export const BOTH_WAYS: readonly Way[] = [
  {
    name: 'engine',
    send: (at, wanted) => Promise.resolve(sendByEngine(at, wanted)),
    cancel: (at, sid) => Promise.resolve(at.twilio.engine.messages.cancel(sid)),
  },
  {
    name: 'HTTP',
    send: sendByClient,
    cancel: (at, sid) => at.client.messages(sid).update({ status: 'canceled' }),
  },
];

/** An emulator whose webhook is silent, and whose status callbacks go to `/status`. */
export const startWithStatus = (webhook = '<Response/>') =>
  startWithClient({ '/sms': webhook, '/status': { status: 204 }, '/service-status': { status: 204 } });
