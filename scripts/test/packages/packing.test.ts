import { execFileSync } from 'node:child_process';
import { appendFile, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from 'test-support';
import { writeFolder } from '../../pack/write-folder';
import { pack } from './support/packed';

const PARTS = [
  'package.json',
  'tsconfig.json',
  'scripts/pack',
  ...['LICENSE', 'README.md', 'package.json', 'src'].map((name) => `packages/conversation/${name}`),
];

/** A repository that has never packed anything. */
let root: string;
beforeAll(async () => {
  root = join(await temporaryFolder(), 'a clone');
  for (const part of PARTS) {
    await mkdir(dirname(join(root, part)), { recursive: true });
    await cp(part, join(root, part), { recursive: true });
  }
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
});

/** The sum of each file of a package, by its path. */
const contentOf = (tarball: string): string =>
  execFileSync('sh', ['-c', 'tar xzOf "$1" | sha256sum; tar tzf "$1"', 'sh', tarball], { encoding: 'utf8' });

describe('npm pack', () => {
  it('makes the same whole package twice at once, in a tree that was never built, and leaves its sources alone', async () => {
    const before = await readFile(join(root, 'packages/conversation/package.json'), 'utf8');
    const [one, other] = await Promise.all([pack('sms-conversation', root), pack('sms-conversation', root)]);
    expect(contentOf(one)).toBe(contentOf(other));
    expect(contentOf(one)).toMatch(/^package\/dist\/index\.cjs$/m);
    expect(contentOf(one)).not.toMatch(/src\//);
    expect(await readFile(join(root, 'packages/conversation/package.json'), 'utf8')).toBe(before);
    expect((await readdir(join(root, 'packages/conversation'))).sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      'src',
    ]);
  });

  it('makes none of what was built before when the sources are broken', async () => {
    await appendFile(join(root, 'packages/conversation/src/json.ts'), '\nexport const = 1;\n');
    await expect(pack('sms-conversation', root)).rejects.toThrow(
      /Nothing is packed\.\n\n[^]*packages\/conversation\/src\/json\.ts/,
    );
  });
});

describe('the folder of a package', () => {
  it('has the new files alone, and nothing of a process that was killed', async () => {
    const parent = await temporaryFolder();
    const folder = join(parent, 'dist');
    await mkdir(join(folder, 'old/deep'), { recursive: true });
    await mkdir(join(parent, '.staging-999999999'));
    await writeFile(join(folder, 'old/deep/gone.js'), 'old');
    await writeFile(join(folder, 'kept.js'), 'old');

    writeFolder(
      folder,
      new Map([
        ['kept.js', 'new'],
        ['a/b.js', 'b'],
      ]),
    );
    expect((await readdir(folder, { recursive: true })).sort()).toEqual(['a', 'a/b.js', 'kept.js']);
    expect(await readFile(join(folder, 'kept.js'), 'utf8')).toBe('new');
    expect(await readdir(parent)).toEqual(['dist']);
  });
});
