export { accessibilityProblems, launchBrowser, openPage, overflowsSideways, VIEWPORTS } from './browser';
export { HOUR, MINUTE, NOON, OTHER_SECRET, SECRET } from './constants';
export { invoke, type Reply } from './invoke';
export { copyProject, freePort, run, type Project, type Running } from './project';
export { sendWebhook, type HttpReply, type SendOptions } from './webhook-client';
export { defineTwilioGlobals } from './twilio-globals';
