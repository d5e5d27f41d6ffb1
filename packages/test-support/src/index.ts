export {
  accessibilityProblems,
  openBrowser,
  openPage,
  overflowsSideways,
  VIEWPORTS,
  withClipboard,
} from './browser';
export { startBrowserBroker, stopBrowserBroker } from './browser-server';
export { closeWithTests, temporaryFolder } from './clean-up';
export { HOUR, MINUTE, NOON, OTHER_SECRET, SECRET } from './constants';
export { freePort } from './free-port';
export { answering, handler, writeProject } from './function-files';
export { startFunctionsProcess, type FunctionsProcess, type Memory } from './functions-process';
export { invoke, type Reply } from './invoke';
export { endRun, markRun } from './left-over';
export { STEP_TIMEOUT_MS, TEST_TIMEOUT_MS } from './limits';
export { type Process, processesBelow } from './processes';
export { copyProject, type Project } from './project';
export { run, type Running } from './run';
export { nodeOf, RUNTIMES } from './runtimes';
export { takenPort } from './taken-port';
export { defineTwilioGlobals } from './twilio-globals';
export { sendWebhook, type HttpReply, type SendOptions } from './webhook-client';
