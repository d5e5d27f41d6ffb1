import { join } from 'node:path';
import { rollup, type Plugin } from 'rollup';
import { dts } from 'rollup-plugin-dts';

/** Whose types are bundled, and what stays an import of them. */
export type Declarations = {
  /** The sources whose types are wanted, by the name of the file without its ending. */
  readonly entries: Readonly<Record<string, string>>;
  /** Packages of which types are taken over. */
  readonly included: readonly string[];
  /** Modules that the user of the package may have or not: without them, what is of their types is `any`. */
  readonly optional: readonly string[];
  /** Modules that the user of the package has for sure when it imports the entry. */
  readonly external: readonly string[];
};

/**
 * Bundles types: one `.d.ts` for each entry, and chunks that they share.
 *
 * @param root - the project's folder.
 * @returns the texts by their files.
 * @throws Error when there is an error of types, or they need a package that the user of this one may not have.
 */
export async function bundleDeclarations(
  root: string,
  { entries, included, optional, external }: Declarations,
): Promise<Map<string, string>> {
  const bundle = await rollup({
    input: { ...entries },
    // What is looked at, and then not used, may import anything.
    external: (id) => !/^[./]/.test(id) && ![...WORKSPACE, ...included].some((name) => isOf(name, id)),
    treeshake: { moduleSideEffects: false },
    plugins: [workspace(root), dts({ tsconfig: join(root, 'tsconfig.json'), respectExternal: true })],
    onwarn({ message }) {
      throw new Error(message);
    },
  });
  try {
    const { output } = await bundle.generate({ format: 'es', chunkFileNames: '[name].d.ts' });
    const chunks = output.filter((file) => file.type === 'chunk');
    const own = chunks.map(({ fileName }) => fileName);
    const needed = chunks
      .flatMap(({ imports }) => imports)
      .find((id) => ![...own, ...optional, ...external].includes(id));
    if (needed !== undefined)
      throw new Error(`The types need ${needed}, which the user of the package may not have.`);
    return new Map(chunks.map(({ fileName, code }) => [fileName, declared(code, optional)]));
  } finally {
    await bundle.close();
  }
}

const isOf = (name: string, id: string): boolean => id === name || id.startsWith(`${name}/`);

/** The package of this repository that the published ones import. */
const WORKSPACE = ['functions-runtime'];

const workspace = (root: string): Plugin => ({
  name: 'workspace',
  resolveId: (id) => (WORKSPACE.includes(id) ? join(root, 'packages', id, 'src/index.ts') : null),
});

/** Names of TypeScript's own libraries that a project may be without, by what is used of them. */
const LIBRARIES = { 'Symbol.asyncDispose': 'esnext.disposable', ErrorOptions: 'es2022.error' };

/** With the libraries that it needs, and without an error for a module that is not there. */
function declared(code: string, optional: readonly string[]): string {
  const lines = code.split('\n').map((line) => {
    const [, from = ''] = /^import .* from '([^']+)';$/.exec(line) ?? [];
    return optional.includes(from) ? `// @ts-ignore: types of an optional package\n${line}` : line;
  });
  const libraries = Object.entries(LIBRARIES).flatMap(([name, library]) =>
    code.includes(name) ? [`/// <reference lib="${library}" />`] : [],
  );
  return [...libraries, ...lines].join('\n');
}
