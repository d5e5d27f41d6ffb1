// Not the package's entry: that one also loads what a deploy needs, and takes half a second.
import { getPathAndAccessFromFileInfo } from '@twilio-labs/serverless-api/dist/utils/fs';

/** Who may call a Function or get an Asset: everybody, signed requests only, or other Functions only. */
export type Access = 'public' | 'protected' | 'private';

/** A path that the platform serves, or, when it is private, one that only other Functions can load. */
export type Route = {
  /** As in a URL, with its slash: `/sms`, `/index.html`. */
  readonly path: string;
  readonly access: Access;
  readonly kind: 'function' | 'asset';
};

/**
 * The route of a file, by its name below the functions or the assets folder: `sms.protected.js` is the protected
 * Function `/sms`, `a/list.private.json` the private Asset `/a/list.json`. The deploy's own rule, which twilio-run serves
 * by too; what is surprising in it stands in `problemsOfNames` of functions-dev.
 *
 * @throws Error for a path that the deploy refuses, with the reason.
 */
export function routeOf(file: string, kind: Route['kind']): Route {
  const { path, access } = getPathAndAccessFromFileInfo(
    { name: file, path: file },
    kind === 'function' ? '.js' : undefined,
  );
  return { path, access, kind };
}

/**
 * The route that a request asks for. Paths are compared character by character: spellings that another server might treat
 * as the same path (`//sms`, `/sms#`, `http://host/sms`, `%73ms`) match nothing. `/` is `/assets/index.html`, as in
 * @twilio/runtime-handler, whose comment says that the platform does that.
 *
 * @param url - path and query, as in the request line.
 */
export function findRoute(routes: readonly Route[], url: string): Route | undefined {
  const path = pathOf(url);
  return (
    routes.find((route) => route.path === path) ??
    (path === '/' ? routes.find((route) => route.path === '/assets/index.html') : undefined)
  );
}

/** The part of a URL before its query. */
export const pathOf = (url: string): string => /^[^?]*/.exec(url)?.[0] ?? '';

/** The path of a URL alone, to be printed: the absolute form, as proxies are asked, may name a user and a password. */
export const printedPath = (url: string): string =>
  pathOf(url).replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '') || '/';
