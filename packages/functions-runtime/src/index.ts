export { filesIn } from './files-in';
export { runtimeServer, serveFunctions, type FunctionsServer } from './functions-server';
export { headerPairs } from './header-pairs';
export { listRoutes } from './list-routes';
export { listenOnLoopback, type Listening } from './listen-on-loopback';
export { assertFreePort, readPort } from './ports';
export { findRoute, pathOf, routeOf, type Access, type Route } from './route';
export { fail, messageOf, onStop, stopController } from './stop-signal';
