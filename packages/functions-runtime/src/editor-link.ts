import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SourcePlace } from './source-places';

/** Source: https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls */
const DEFAULT = 'vscode://file{file}:{line}:{column}';

/** Of an address that a browser would run or show, in place of opening an editor. */
const NO_EDITOR = /^(?:javascript|data|vbscript|blob|about):/i;

/** A place, and the address that opens it in the developer's editor, unless there is none. */
export type LinkedPlace = SourcePlace & { readonly url?: string };

/** Adds the address to a place. */
export type LinkPlace = (place: SourcePlace) => LinkedPlace;

/**
 * How places are opened: `EDITOR_URL`, in which `{file}` is the absolute path with its first slash, percent-encoded, and `{line}` and
 * `{column}` begin at 1. VS Code by default; `off` for no links.
 *
 * @param root - the project's folder, to which the files of places are relative.
 * @throws Error that names the variable when it is no such address.
 */
export function readEditorUrl(root: string, env: NodeJS.ProcessEnv = process.env): LinkPlace {
  const { EDITOR_URL: given = '' } = env;
  if (given === 'off') return (place) => place;
  const template = given === '' ? DEFAULT : given;
  if (!/^[a-z][a-z\d+.-]*:/i.test(template) || NO_EDITOR.test(template) || !template.includes('{file}')) {
    throw new Error(
      `EDITOR_URL must be the address of an editor, such as ${DEFAULT}, or off; not ${JSON.stringify(given)}.`,
    );
  }
  return (place) => {
    const values: Readonly<Record<string, string>> = {
      file: pathToFileURL(resolve(root, place.file)).pathname.replaceAll('&', '%26'),
      line: String(place.line ?? 1),
      column: String(place.column ?? 1),
    };
    return {
      ...place,
      url: template.replace(/\{(file|line|column)\}/g, (_, name: string) => values[name] ?? ''),
    };
  };
}
