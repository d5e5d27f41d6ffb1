import { runtimeServer } from 'functions-runtime';

/** Defines the globals of Functions in this process (`Twilio`, `Runtime`), as the runtime handler does. */
export function defineTwilioGlobals(): void {
  runtimeServer({}, []);
}
