export type { StartTimer } from 'functions-runtime';
export { readAccount } from './account';
export { pageFiles } from './api/page-files';
export { serveApi, type ApiServer } from './api/server';
export { startEmulator, type Emulator, type EmulatorOptions } from './driver';
export { createEngine, type EngineOptions } from './engine/engine';
export type { Engine } from './engine/engine-type';
export type { NewMessage } from './engine/turn/incoming-messages';
export { readTwiml, type Twiml } from './engine/turn/twiml';
export { KEPT, type Kept, TWILIO_LIMITS, type Limits } from './engine/limits';
export type { Account } from './engine/http/signed-request';
export type * from './engine/types';
export {
  phoneMatchers,
  type MatcherContext,
  type MatcherResult,
  type PhoneMatchers,
} from './matchers/phone-matchers';
export { transcript } from './matchers/transcript';
export { createNumbering } from './numbers';
export type { Phone, TextOptions } from './phone';
export { openStateFile, type StateFile, type StateKeeper } from './state-file/state-file';
