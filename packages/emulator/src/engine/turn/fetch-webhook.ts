import { randomUUID } from 'node:crypto';
import type { Problem } from '../debugger';
import { type DocumentRequest, fetchDocument, type Fetched } from './fetch-document';
import { TWILIO_LIMITS } from '../limits';
import { report, type TurnContext } from './turn-context';
import { incomingParameters } from './webhook-parameters';

/** Makes the first request of a turn, to the number's webhook. The faults on purpose happen here. */
export async function fetchWebhook(context: TurnContext): Promise<Fetched> {
  const { number, message, account, faults, advance, addresses } = context;
  const url = addresses.publicOf(number.smsUrl);
  // Read once: when it comes again, another message's answer may have changed the jar meanwhile.
  const cookie = context.cookies.header(url);
  const fail = (problem: Problem, exchange: number | null): Fetched => {
    report(context, problem, exchange);
    return { kind: 'failed', problem, url };
  };
  const request: DocumentRequest = {
    purpose: 'webhook',
    url,
    method: number.smsMethod,
    parameters: incomingParameters(message, account.accountSid, context.origin()),
    idempotencyToken: randomUUID(),
    cookie,
  };
  const lost: DocumentRequest = { ...request, isLost: true };

  if (faults.has('unreachable')) {
    return fail({ code: 11205, detail: 'Made unreachable on purpose: nothing was called.' }, null);
  }
  if (faults.has('answerSlowly')) {
    const late = await fetchDocument(lost, context);
    // Twilio's own limit: the emulator's may be longer, for a debugger.
    advance(TWILIO_LIMITS.totalMs);
    const detail = `Made slow on purpose: the answer came after ${TWILIO_LIMITS.totalMs / 1000} s.`;
    return fail({ code: 11205, detail }, late.kind === 'response' ? late.exchange : null);
  }
  if (faults.has('deliverTwice')) await fetchDocument(lost, context);
  return fetchDocument(request, context);
}
