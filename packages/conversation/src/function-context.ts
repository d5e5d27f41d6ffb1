import type { Context } from '@twilio-labs/serverless-runtime-types/types';

/** The `context` of a Twilio Function. Source: https://www.twilio.com/docs/serverless/functions-assets/functions/invocation#context */
export type FunctionContext = {
  readonly [variable: string]: unknown;
  readonly getTwilioClient: Context['getTwilioClient'];
};
