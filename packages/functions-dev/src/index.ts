export { buildFunctions } from './build-functions';
export { deploy } from './deploy';
export { createEnvFile } from './env-file';
export { nextSteps, type FinishedDeploy } from './next-steps';
export type { Refused } from './platform/gateway';
export { startPlatform, type Platform, type PlatformOptions } from './platform/server';
export { readSignatureCheck } from './platform/signature-check';
export { readStartArguments, START_USAGE, type StartArguments } from './start-arguments';
export { serveAndRebuild, type ServeAndRebuildOptions } from './serve-and-rebuild';
