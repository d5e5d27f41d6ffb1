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
export type PageFiles = Readonly<Record<'/' | '/page.js' | '/page.css' | '/icon.svg', PageFile>>;

/** Bundles the page in memory: it loads nothing from elsewhere, and has no inline script or style. */
export async function bundlePage(): Promise<PageFiles> {
  const [html, icon, bundled] = await Promise.all([
    readFile(join(__dirname, 'index.html'), 'utf8'),
    readFile(join(__dirname, 'icon.svg'), 'utf8'),
    build({
      entryPoints: { page: join(__dirname, 'main.tsx'), style: join(__dirname, 'styles/page.css') },
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
    const file = bundled.outputFiles.find(({ path }) => path.endsWith(name));
    if (file === undefined) throw new Error(`esbuild made no ${name} of the emulator's page.`);
    return file.text;
  };
  return {
    '/': { contentType: 'text/html; charset=utf-8', content: html },
    '/page.js': { contentType: 'text/javascript; charset=utf-8', content: output('page.js') },
    '/page.css': { contentType: 'text/css; charset=utf-8', content: output('style.css') },
    '/icon.svg': { contentType: 'image/svg+xml', content: icon },
  };
}
