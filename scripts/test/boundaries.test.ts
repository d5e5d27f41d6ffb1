import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const DIRECTION = 'import-x/no-restricted-paths';
const RELATIVE = 'import-x/no-relative-packages';
const UNDECLARED = 'import-x/no-extraneous-dependencies';

/** A file, what it imports there, and the rules that this breaks. */
const IMPORTS: readonly (readonly [file: string, imported: string, ...broken: string[]])[] = [
  ['src/functions/sms.protected.ts', 'sms-conversation'],
  ['src/functions/sms.protected.ts', 'sms-emulator', DIRECTION],
  ['src/functions/sms.protected.ts', '../../packages/conversation/src/index', RELATIVE],

  ['packages/conversation/src/session/secrets.ts', '../errors'],
  ['packages/conversation/src/session/secrets.ts', '../message/opt-out', DIRECTION],
  ['packages/conversation/src/session/secrets.ts', '../conversation/reader', DIRECTION],
  ['packages/conversation/src/session/secrets.ts', '../twilio/reply', DIRECTION],
  ['packages/conversation/src/message/opt-out.ts', '../session/secrets', DIRECTION],
  ['packages/conversation/src/message/opt-out.ts', '../conversation/reader', DIRECTION],
  ['packages/conversation/src/conversation/reader.ts', '../message/opt-out'],
  ['packages/conversation/src/conversation/reader.ts', '../session/secrets', DIRECTION],
  ['packages/conversation/src/conversation/readers/text.ts', '../../session/secrets', DIRECTION],
  ['packages/conversation/src/conversation/reader.ts', '../twilio/reply', DIRECTION],
  ['packages/conversation/src/conversation/reader.ts', './readers/text', DIRECTION],
  ['packages/conversation/src/conversation/reader.ts', './replay/run', DIRECTION],
  ['packages/conversation/src/conversation/readers/text.ts', '../reader'],
  ['packages/conversation/src/conversation/readers/text.ts', '../replay/run', DIRECTION],
  ['packages/conversation/src/conversation/replay/run.ts', '../conversation'],
  ['packages/conversation/src/conversation/replay/run.ts', '../readers/text', DIRECTION],
  ['packages/conversation/src/twilio/reply.ts', '../session/secrets'],
  ['packages/conversation/src/twilio/reply.ts', 'functions-runtime', DIRECTION, UNDECLARED],
  ['packages/conversation/src/errors.ts', 'sms-emulator', DIRECTION, UNDECLARED],

  ['packages/emulator/src/engine/http/jar.ts', 'functions-runtime'],
  ['packages/emulator/src/engine/http/jar.ts', 'functions-dev', DIRECTION, UNDECLARED],
  ['packages/emulator/src/engine/http/jar.ts', 'sms-conversation', DIRECTION, UNDECLARED],
  ['packages/emulator/src/engine/http/jar.ts', '../../api/input', DIRECTION],
  ['packages/emulator/src/engine/http/jar.ts', '../../driver', DIRECTION],
  ['packages/emulator/src/api/input.ts', '../engine/http/jar'],
  ['packages/emulator/src/api/input.ts', '../page/main', DIRECTION],
  ['packages/emulator/src/page/main.tsx', '../engine/types'],
  ['packages/emulator/src/page/main.tsx', '../engine/http/jar', DIRECTION],
  ['packages/emulator/src/page/hooks/use-now.ts', '../state/store'],
  ['packages/emulator/src/page/components/dialog.tsx', '../bundle', DIRECTION],
  ['packages/emulator/src/page/display/format.ts', '../state/state', DIRECTION],
  ['packages/emulator/src/page/state/state.ts', '../display/format', DIRECTION],

  ['packages/functions-dev/src/platform/gateway.ts', '../deploy', DIRECTION],
  ['packages/functions-dev/src/deploy.ts', 'sms-emulator', DIRECTION, UNDECLARED],
  ['packages/functions-dev/src/deploy.ts', 'sms-conversation', DIRECTION, UNDECLARED],
  ['packages/functions-dev/src/deploy.ts', '../../functions-runtime/src/index', RELATIVE],
  ['packages/functions-runtime/src/route.ts', 'functions-dev', DIRECTION, UNDECLARED],
  ['packages/test-support/src/project.ts', 'sms-emulator', DIRECTION, UNDECLARED],

  ['packages/emulator/test/twiml.test.ts', 'sms-conversation', DIRECTION, UNDECLARED],
  ['scripts/start.ts', 'sms-emulator'],
  ['scripts/start.ts', '../src/functions/sms.protected', DIRECTION],
];

it('ESLint reports every import that goes in a forbidden direction, and no other', () => {
  const input = IMPORTS.map(([file, imported]) => [file, `import '${imported}';\n`]);
  const output = execFileSync(process.execPath, [join(__dirname, 'support/lint.mjs')], {
    input: JSON.stringify(input),
    encoding: 'utf8',
  });
  const found = (JSON.parse(output) as string[][]).map((rules, index) => [
    ...(IMPORTS[index]?.slice(0, 2) ?? []),
    ...new Set(rules.sort()), // a file in a folder of a folder breaks the rule of both
  ]);
  expect(found).toEqual(IMPORTS.map(([file, imported, ...broken]) => [file, imported, ...broken.sort()]));
});
