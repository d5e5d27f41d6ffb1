import { describe, expect, it } from '@jest/globals';
import { problemsOfNames } from '../src/problems-of-names';

const ofAsset = (name: string) => problemsOfNames({ functions: [], assets: [name] });
const ofFunction = (name: string) => problemsOfNames({ functions: [name], assets: [] });
const refused = (name: string) => [
  expect.stringMatching(`^${name} cannot be deployed\\. Path .* Rename it\\.$`),
];

describe('the name of an Asset', () => {
  it.each([
    ['id.private', 'looks private and would be public', 'id.private.txt'],
    ['key.protected', 'looks protected and would be public', 'key.protected.txt'],
    ['report.private.2024.pdf', 'looks private and would be public', 'report.2024.private.pdf'],
    ['a.private.b/c.txt', 'looks private and would be public', 'a.private.b/c.private.txt'],
    ['private/list.json', 'looks private and would be public', 'private/list.private.json'],
    ['x.PRIVATE.txt', 'looks private and would be public', 'x.private.txt'],
    ['x.Protected.txt', 'looks protected and would be public', 'x.protected.txt'],
    ['x.private .txt', 'looks private and would be public', 'x.private.txt'],
    ['list.private copy.json', 'looks private and would be public', 'list.private.json'],
    ['list.private - Copy.json', 'looks private and would be public', 'list.private.json'],
    ['list.private 2.json', 'looks private and would be public', 'list.private.json'],
    ['list.private_old.json', 'looks private and would be public', 'list.private.json'],
    ['private-keys/a.pem', 'looks private and would be public', 'private-keys/a.private.pem'],
    ['x.pri\u200Bvate.txt', 'looks private and would be public', 'x.private.txt'],
    ['x.ｐｒｉｖａｔｅ.txt', 'looks private and would be public', 'x.private.txt'],
    ['private.html', 'looks private and would be public', 'NAME.private.html'],
    ['a\\b.private', 'looks private and would be public', 'a/b.private.txt'],
    ['x.private.protected.txt', 'looks private and would be protected', 'x.private.txt'],
    ['private/x.protected.txt', 'looks private and would be protected', 'private/x.private.txt'],
    ['a.protected.txt/b.PRIVATE.txt', 'looks private and would be protected', 'a.txt/b.private.txt'],
    ['x.protected.private.txt', 'is marked twice, and would be private', 'x.private.txt'],
    ['x.protected.protected.txt', 'is marked twice, and would be protected', 'x.protected.txt'],
  ])('%s %s', (name, what, better) => {
    const problems = ofAsset(name);
    expect(problems).toEqual([expect.stringContaining(`src/assets/${name} ${what}`)]);
    expect(problems[0]).toContain(` Name it src/assets/${better}, or leave the word out.`);
    expect(ofAsset(better)).toEqual([]);
  });

  it.each([
    'index.html',
    'icons/deep/logo.svg',
    'LICENSE',
    '.well-known/security.txt',
    'list.private.json',
    'private/list.private.json',
    'protected/list.private.json',
    'song.protected.mp3',
    '.private.txt',
    'privately.txt',
    'x-private.txt',
    'x.public.txt',
    'two words.txt',
    'schön.txt',
  ])('may be %s', (name) => {
    expect(ofAsset(name)).toEqual([]);
  });

  it.each(';,?:@+&$()\'"#'.split(''))('must not contain %s', (character) => {
    const name = `a${character}b.txt`;
    expect(ofAsset(name)).toEqual([
      expect.stringMatching(/^src\/assets\/a.b\.txt cannot be deployed\. Path cannot/),
    ]);
  });

  it('makes a path of at most 255 characters', () => {
    expect(ofAsset('a'.repeat(254))).toEqual([]);
    expect(ofAsset('a'.repeat(255))).toEqual(refused('src/assets/a{255}'));
  });
});

describe('the name of a Function', () => {
  it.each([
    ['sms.PROTECTED.ts', 'looks protected and would be public', 'sms.protected.ts'],
    ['sms.protected.v2.ts', 'looks protected and would be public', 'sms.v2.protected.ts'],
    ['protected/sms.ts', 'looks protected and would be public', 'protected/sms.protected.ts'],
    ['x.protected.private.ts', 'is marked twice, and would be private', 'x.private.ts'],
    ['x.private.protected.ts', 'looks private and would be protected', 'x.private.ts'],
  ])('%s %s', (name, what, better) => {
    const problems = ofFunction(name);
    expect(problems).toEqual([expect.stringContaining(`src/functions/${name} ${what}`)]);
    expect(problems[0]).toContain(` Name it src/functions/${better}, or leave the word out.`);
    expect(ofFunction(better)).toEqual([]);
  });

  it.each(['sms.ts', 'sms.protected.ts', 'deep/er/hook.ts', 'library.private.ts'])('may be %s', (name) => {
    expect(ofFunction(name)).toEqual([]);
  });

  it('must not contain what a deploy refuses', () => {
    expect(ofFunction('a+b.ts')).toEqual(refused('src/functions/a\\+b\\.ts'));
  });
});

it('of two files with one path names both', () => {
  const names = {
    functions: ['pub.ts', 'pub.protected.ts', 'sms.ts'],
    assets: ['sms.private', 'sms.txt', 'two words.txt', 'two-words.txt', 'pub'],
  };
  expect(problemsOfNames(names)).toEqual([
    expect.stringContaining('src/assets/sms.private looks private'),
    'src/functions/pub.ts and src/functions/pub.protected.ts and src/assets/pub would have the same path, /pub. Rename all but one.',
    'src/assets/two words.txt and src/assets/two-words.txt would have the same path, /two-words.txt. Rename all but one.',
  ]);
});
