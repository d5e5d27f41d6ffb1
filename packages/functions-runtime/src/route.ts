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
 * Function `/sms`, `a/list.private.json` the private Asset `/a/list.json`. White space becomes `-`.
 * Sources: https://www.twilio.com/docs/serverless/functions-assets/visibility and, for white space,
 * `getPathAndAccessFromFileInfo` of @twilio-labs/serverless-api, which twilio-run serves and deploys by.
 */
export function routeOf(file: string, kind: Route['kind']): Route {
  const path = `/${file.replaceAll('\\', '/').replaceAll(/\s/g, '-')}`;
  const [, name = path, access = 'public', extension = ''] =
    /^(.*?)(?:\.(public|protected|private))?(\.[^./]*)?$/.exec(path) ?? [];
  return {
    path: kind === 'function' && extension === '.js' ? name : name + extension,
    access: access as Access,
    kind,
  };
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
