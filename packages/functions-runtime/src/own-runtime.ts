import { readFileSync } from 'node:fs';
import { currentCall } from './own-realm';
import type { ServedFiles } from './served-files';

/** `Runtime`, as Functions see it. */
export type OwnRuntime = {
  readonly getSync: (options?: object) => object;
  readonly getFunctions: () => Record<string, { readonly path: string }>;
  readonly getAssets: () => Record<string, { readonly path: string; readonly open: () => string }>;
};

/**
 * `Runtime` of the Functions of one server: all of its Functions, by their path without the first slash, and its private
 * Assets, by their path.
 * Source: https://www.twilio.com/docs/serverless/functions-assets/client
 */
export const runtimeOf = (
  { functions, assets }: ServedFiles,
  getSync: OwnRuntime['getSync'],
): OwnRuntime => ({
  getSync,
  getFunctions: () =>
    Object.fromEntries(functions.map(({ path, filePath }) => [path.slice(1), { path: filePath }])),
  getAssets: () =>
    Object.fromEntries(
      assets
        .filter(({ access }) => access === 'private')
        .map(({ path, filePath }) => [path, { path: filePath, open: () => readFileSync(filePath, 'utf8') }]),
    ),
});

/**
 * Makes the global `Runtime` that of the server whose Function asks, and that of this one for other code. The runtime handler's
 * own one has the files of the server that was created last.
 */
export function defineRuntime(latest: OwnRuntime): void {
  const current = (): OwnRuntime => (currentCall()?.runtime as OwnRuntime | undefined) ?? latest;
  const runtime: OwnRuntime = {
    getSync: (...options) => current().getSync(...options),
    getFunctions: () => current().getFunctions(),
    getAssets: () => current().getAssets(),
  };
  Object.assign(globalThis, { Runtime: runtime });
}
