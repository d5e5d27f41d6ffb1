/**
 * When a turn must have ended, in milliseconds after it has begun: a second before the platform ends the Function.
 * Source: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export const DEADLINE = 9000;
