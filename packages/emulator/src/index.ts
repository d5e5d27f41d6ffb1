export { readAccount } from './account';
export { pageFiles } from './api/page-files';
export { serveApi, type ApiServer } from './api/server';
export { startEmulator, type Emulator, type EmulatorOptions } from './driver';
export { createEngine, type Engine } from './engine/engine';
export { TWILIO_LIMITS } from './engine/limits';
export type * from './engine/types';
export { numbersFor } from './numbers';
export type { Phone, TextOptions } from './phone';
