import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from 'test-support';
import { serveAndRebuild } from '../src/serve-and-rebuild';

it('watches and builds nothing when it was stopped before it began', async () => {
  const root = await temporaryFolder();
  const stopping = AbortSignal.abort(new Error('stopped'));
  const { start } = serveAndRebuild({ root, port: 3000, stopping, onServed: () => undefined });
  await expect(start()).rejects.toThrow('stopped');
  expect(process.getActiveResourcesInfo()).not.toContain('FSEventWrap');
  expect(existsSync(join(root, 'dist'))).toBe(false);
});
