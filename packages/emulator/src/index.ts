export { readAccount } from './account';
export { pageFiles } from './api/page-files';
export { serveApi, type ApiServer } from './api/server';
export { startEmulator, type Emulator, type EmulatorOptions, type Phone, type TextOptions } from './driver';
export { createEngine, type Engine } from './engine/engine';
export { TWILIO_LIMITS } from './engine/http';
export type * from './engine/types';
export { numbersFor } from './numbers';
