import { titleOf } from '../engine/debugger';

/** A mistake, as Twilio's REST API answers it. */
export class RestError extends Error {
  override readonly name = 'RestError';

  constructor(
    /** The HTTP status. */
    readonly status: 400 | 401 | 404 | 405 | 409 | 412 | 413 | 429 | 503,
    readonly code: number,
    message: string,
    /** In how many seconds the request may be made again, when that is said. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** The answer to a mistake. Source: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export const errorBody = ({ code, message, status }: RestError) => ({
  code,
  message,
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status,
});

/** A mistake in a request: 400, with the code's title unless a better text is known. */
export const mistake = (code: Parameters<typeof titleOf>[0], message = titleOf(code)): RestError =>
  new RestError(400, code, message);

/** The newer APIs leave the version out. */
export const notFound = (path: string): RestError =>
  new RestError(
    404,
    20404,
    `The requested resource ${path.replace(/^\/(?:messaging|sync)\/v1/, '')} was not found`,
  );

/** For what Twilio has and the emulator has not. */
export const notEmulated = (what: string): RestError =>
  new RestError(404, 20404, `The emulator has no ${what}, but ${THERE_IS}.`);

/** For a method that the emulator has not, whether Twilio has it or not. */
export const notAllowed = (what: string): RestError =>
  new RestError(405, 20004, `Method not allowed. The emulator has no ${what}, but ${THERE_IS}.`);

const THERE_IS =
  'Accounts, Messages, Media, IncomingPhoneNumbers and ShortCodes of api.twilio.com, Services and their PhoneNumbers of messaging.twilio.com, ' +
  'and Services and their Documents of sync.twilio.com';
