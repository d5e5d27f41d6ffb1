export { readEditorUrl, type LinkedPlace, type LinkPlace } from './editor-link';
export { filesIn } from './files-in';
export { readEnvFile } from './read-env-file';
export { type FunctionFailure } from './function-failure';
export {
  LONGEST_CALL,
  startFunctionsServer,
  type FunctionsServer,
  type FunctionsServerOptions,
} from './functions-server';
export { headerPairs, type HeaderPair } from './header-pairs';
export { listRoutes } from './list-routes';
export { listenOnLoopback, type Listening } from './listen-on-loopback';
export { assertFreePorts, explainTaken, readPort } from './ports';
export { findRoute, pathOf, printedPath, routeOf, type Access, type Route } from './route';
export { runtimeServer } from './runtime-handler';
export { ownPlaces, projectOf, sourceOfFunction, type SourcePlace } from './source-places';
export { startRealTimer, type StartTimer } from './start-timer';
export { fail, messageOf, onStop, stopController } from './stop-signal';
export { uploadedFiles } from './uploaded-files';
