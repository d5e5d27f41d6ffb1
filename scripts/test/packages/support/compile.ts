import { join } from 'node:path';
import ts from 'typescript';

/** How projects have their modules resolved: the last as `create-twilio-function` makes them. */
export const RESOLUTIONS = ['node16', 'nodenext', 'bundler', 'node10'] as const;

const OPTIONS: Record<(typeof RESOLUTIONS)[number], ts.CompilerOptions> = {
  node16: { module: ts.ModuleKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  node10: {
    module: ts.ModuleKind.CommonJS,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- projects have it all the same
    moduleResolution: ts.ModuleResolutionKind.Node10,
    target: ts.ScriptTarget.ES2018,
    ignoreDeprecations: '6.0',
  },
};

/**
 * Compiles a file of a project, strictly and with the types of its packages checked too.
 *
 * @param more - such as `paths`, `outDir` and `noEmit: false`.
 * @returns the errors, each with its file and line.
 */
export function errorsOf(
  root: string,
  file: string,
  resolution: (typeof RESOLUTIONS)[number],
  more: ts.CompilerOptions = {},
): string[] {
  const program = ts.createProgram([join(root, file)], {
    target: ts.ScriptTarget.ES2022,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    esModuleInterop: true,
    types: [],
    noEmit: true,
    ...OPTIONS[resolution],
    ...more,
  });
  const { diagnostics } = program.emit();
  return [...ts.getPreEmitDiagnostics(program), ...diagnostics].map((problem) => {
    const at = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line;
    return `${problem.file?.fileName ?? ''}:${at ?? ''}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`;
  });
}
