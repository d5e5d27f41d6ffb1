export { filesIn } from './files-in';
export { runtimeServer, startFunctionsServer, type FunctionsServer } from './functions-server';
export { headerPairs, type HeaderPair } from './header-pairs';
export { listRoutes } from './list-routes';
export { listenOnLoopback, type Listening } from './listen-on-loopback';
export { assertFreePort, readPort } from './ports';
export { findRoute, pathOf, routeOf, type Access, type Route } from './route';
export { startRealTimer, type StartTimer } from './start-timer';
export { fail, messageOf, onStop, stopController } from './stop-signal';
