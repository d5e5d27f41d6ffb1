import { channelOf, mayTalk } from './channels';
import type { RichContent } from './types';

/** What is wrong with which field of a message that a phone is to send; `undefined` when nothing is. */
export function messageProblem(
  message: RichContent & {
    readonly from: string;
    readonly to: string;
    readonly body: string;
  },
): { readonly field: 'to' | 'body' | keyof RichContent; readonly problem: string } | undefined {
  const { from, to, body } = message;
  if (!mayTalk(from, to)) return { field: 'to', problem: `must be of the same channel as ${from}` };
  for (const field of ['buttonPayload', 'location'] as const)
    if (message[field] !== undefined && channelOf(from) === 'sms')
      return { field, problem: 'is not for SMS' };
  if (message.buttonPayload !== undefined && body === '')
    return { field: 'body', problem: 'must be the text of the button' };
  return undefined;
}
