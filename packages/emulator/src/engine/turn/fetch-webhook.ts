import { randomUUID } from 'node:crypto';
import { spoilAnswer } from './answer-faults';
import { madeUnreachable } from './connection-faults';
import { type DocumentRequest, fetchDocument, type Fetched } from './fetch-document';
import { report, type TurnContext } from './turn-context';
import { incomingParameters } from './webhook-parameters';

/** Makes the first request of a turn, to the number's webhook. The faults on purpose of the webhook happen here. */
export async function fetchWebhook(context: TurnContext): Promise<Fetched> {
  const { number, message, account, faults, addresses } = context;
  const url = addresses.publicOf(number.smsUrl);
  // Read once: when it comes again, another message's answer may have changed the jar meanwhile.
  const cookie = context.cookies.header(url);
  const request: DocumentRequest = {
    purpose: 'webhook',
    url,
    method: number.smsMethod,
    parameters: incomingParameters(message, account.accountSid, context.origin(), context.optOutType),
    idempotencyToken: randomUUID(),
    cookie,
  };

  if (faults.has('deliverTwice')) await fetchDocument({ ...request, isLost: true }, context);
  const problem = madeUnreachable(faults);
  if (problem !== undefined) {
    report(context, problem, null);
    return { kind: 'failed', problem, url };
  }
  const spoil = spoilAnswer(faults, (ms) => {
    context.clockMoved += ms;
    context.advance(ms);
  });
  return fetchDocument({ ...request, ...(spoil === undefined ? {} : { spoil }) }, context);
}
