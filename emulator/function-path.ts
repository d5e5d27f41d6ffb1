/** Who may call a Function or get an Asset: everybody, whoever has Twilio's signature, or nobody from outside. */
export type Access = 'public' | 'protected' | 'private';

/**
 * The path and the access of a built Function, by its file's name below the functions folder: `sms.protected.js` is
 * `/sms`, for signed requests. Source: https://www.twilio.com/docs/serverless/functions-assets/visibility
 */
export function functionPath(file: string): { readonly path: string; readonly access: Access } {
  const [, name = '', access = 'public'] = /^(.*?)(?:\.(protected|private))?\.js$/.exec(file) ?? [];
  return { path: `/${name.replaceAll('\\', '/')}`, access: access as Access };
}
