export {
  accessibilityProblems,
  openBrowser,
  openPage,
  overflowsSideways,
  VIEWPORTS,
  withClipboard,
} from './browser';
export { startBrowserBroker, stopBrowserBroker } from './browser-server';
export { HOUR, MINUTE, NOON, OTHER_SECRET, SECRET } from './constants';
export { invoke, type Reply } from './invoke';
export { STEP_TIMEOUT_MS, TEST_TIMEOUT_MS } from './limits';
export { copyProject, freePort, run, type Project, type Running } from './project';
export { sendWebhook, type HttpReply, type SendOptions } from './texting';
export { defineTwilioGlobals } from './twilio-globals';
