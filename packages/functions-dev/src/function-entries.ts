import type { BuildFailure } from 'esbuild';

/**
 * The module that is bundled for a Function: it assigns the Function's `handler`, the one export that is called, to
 * `exports`. So what is uploaded is without the 1 kB of helpers by which esbuild exports from a module, and a Function
 * without a `handler` does not build.
 *
 * @param source - the path of the Function's source, relative to the module's folder.
 */
export const entryOf = (source: string): string =>
  `import { handler } from ${JSON.stringify(source)};\nexports.handler = handler;\n`;

/** What esbuild says of a source without such an export, and of one without any. */
const NO_HANDLER =
  /^.*: ERROR: (?:No matching export in "(.*)" for import "handler"|Import "handler" will always be undefined because the file "(.*)" has no exports)$/gm;

const ADVICE =
  '$1$2: ERROR: It does not export a handler. Each file below src/functions is a URL, and its handler answers. ' +
  'Code that Functions share belongs elsewhere, as in src/lib.';

/** The error of a build, in which one about such a module is one about its Function. */
export const explained = (failure: unknown): Error =>
  new Error((failure as BuildFailure).message.replace(NO_HANDLER, ADVICE), { cause: failure });
