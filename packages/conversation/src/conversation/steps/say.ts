import type { SayRequest } from '../request';
import { requestStep, type Step } from './step';

/**
 * Sends a message of its own before the next question, once. Later messages recognize it by its content and the named step
 * before it, so a text that has changed is sent again.
 *
 * @param text - may be empty when there are files.
 * @param options - `media`: the addresses of up to 10 files that Twilio fetches and sends.
 */
export const say = (
  text: string,
  { media }: { readonly media?: readonly [string, ...string[]] } = {},
): Step<void, SayRequest> =>
  requestStep('say', { kind: 'say', message: media === undefined ? text : { body: text, media } });
