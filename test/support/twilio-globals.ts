import { LocalDevelopmentServer } from '@twilio/runtime-handler/dev';

/**
 * Defines the globals of a Function (`Twilio` with the runtime's own `Response`, `Runtime`), by the runtime
 * handler's own server: it defines them when it is made, before it listens.
 */
export function defineTwilioGlobals(): void {
  new LocalDevelopmentServer(0, {
    baseDir: process.cwd(),
    env: {},
    port: 0,
    url: 'http://localhost',
    detailedLogs: false,
    live: false,
    logs: false,
    legacyMode: false,
    appName: 'test',
    forkProcess: false,
    routes: { functions: [], assets: [] },
    enableDebugLogs: false,
  });
}
