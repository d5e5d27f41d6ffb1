import { runtimeServer } from 'functions-runtime';

/** Defines the globals of a Function, by the runtime handler's own server, which serves nothing here. */
export function defineTwilioGlobals(): void {
  runtimeServer({}, []);
}
