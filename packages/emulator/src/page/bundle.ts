import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** A file of the page, ready to be served. */
export type PageFile = {
  /** For the `Content-Type` header. */
  readonly contentType: string;
  readonly content: string;
};

/** Every file of the page by its path on the emulator. */
export type PageFiles = Readonly<
  Record<'/' | '/page.js' | '/theme.js' | '/page.css' | '/icon.svg', PageFile>
>;

let bundled: Promise<PageFiles> | undefined;

/**
 * Bundles the page in memory, once in a process. It loads nothing from other origins, and has no inline script or
 * style: the server's Content Security Policy forbids both.
 */
export const bundlePage = (): Promise<PageFiles> => (bundled ??= bundle());

async function bundle(): Promise<PageFiles> {
  const [html, icon, built] = await Promise.all([
    readFile(join(__dirname, 'index.html'), 'utf8'),
    readFile(join(__dirname, 'icon.svg'), 'utf8'),
    build({
      entryPoints: {
        page: join(__dirname, 'main.tsx'),
        theme: join(__dirname, 'theme.ts'),
        style: join(__dirname, 'styles/page.css'),
      },
      outdir: '/',
      entryNames: '[name]',
      bundle: true,
      minify: true,
      write: false,
      format: 'iife',
      target: 'es2022',
      charset: 'utf8',
      legalComments: 'none',
      logLevel: 'silent',
      tsconfig: join(__dirname, 'tsconfig.json'),
    }),
  ]);
  const output = (name: string): string => {
    const file = built.outputFiles.find(({ path }) => path.endsWith(name));
    if (file === undefined) throw new Error(`esbuild made no ${name} of the emulator's page.`);
    return file.text;
  };
  return {
    '/': { contentType: 'text/html; charset=utf-8', content: html },
    '/page.js': { contentType: 'text/javascript; charset=utf-8', content: output('page.js') },
    '/theme.js': { contentType: 'text/javascript; charset=utf-8', content: output('theme.js') },
    '/page.css': { contentType: 'text/css; charset=utf-8', content: output('style.css') },
    '/icon.svg': { contentType: 'image/svg+xml', content: icon },
  };
}
