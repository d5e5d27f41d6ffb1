import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildFailure } from 'esbuild';
import { messageOf, type SourcePlace } from 'functions-runtime';

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
  'It does not export a handler. Each file below src/functions is a URL, and its handler answers. ' +
  'Code that Functions share belongs elsewhere, as in src/lib.';

/** What esbuild says of such a source, without the place in the module that imports it. */
const NO_HANDLER_TEXT = /No matching export in "(.*)" for import "handler"|the file "(.*)" has no exports/;

/** A handler that is declared and not exported. */
const DECLARED = /^(?:async )?(?:function\*?|const|let|var|class) handler\b/m;

/** The error of a build, in which one about such a module is one about its Function. */
export const explained = (failure: unknown, root: string): Error =>
  new Error(
    (failure as BuildFailure).message.replace(NO_HANDLER, (_, named?: string, empty?: string) => {
      const { file, line, column } = placeOfHandler(root, named ?? empty ?? '');
      return `${file}:${line}:${column}: ERROR: ${ADVICE}`;
    }),
    { cause: failure },
  );

/** What is wrong with the sources, when a build has failed with the error of {@link explained}. */
export type SourceProblem = { readonly message: string; readonly at?: SourcePlace };

/** The problems in an error of a build; one without a place for any other error. */
export function problemsOfBuild(error: unknown, root: string): SourceProblem[] {
  const failure = causesOf(error).find((cause) => Array.isArray((cause as Partial<BuildFailure>).errors));
  if (failure === undefined) return [{ message: messageOf(error) }];
  return (failure as BuildFailure).errors.map(({ text, location }) => {
    const [, named, empty] = NO_HANDLER_TEXT.exec(text) ?? [];
    const source = named ?? empty;
    if (source !== undefined) return { message: ADVICE, at: placeOfHandler(root, source) };
    if (location === null) return { message: text };
    const { file, line, column } = location;
    return { message: text, at: { file, line, column: column + 1 } };
  });
}

function placeOfHandler(root: string, file: string): Required<SourcePlace> {
  const before = readText(join(root, file)).split(DECLARED, 2);
  const lines = before.length < 2 ? [''] : (before[0] ?? '').split('\n');
  return { file, line: lines.length, column: 1 };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has been removed since
  }
}

/** An error and what has led to it. */
function causesOf(error: unknown): unknown[] {
  const causes = [error];
  for (const cause of causes)
    if (cause instanceof Error && cause.cause !== undefined) causes.push(cause.cause);
  return causes;
}
