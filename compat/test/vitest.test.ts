import { symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { nodeOf, run } from 'test-support';
import { errorsOf } from '../../scripts/test/packages/support/compile';
import { type Consumer, installAlone, pack } from '../../scripts/test/packages/support/packed';
import { assertInstalled } from './support/start-app';

const VITEST = resolve('compat/apps/node_modules/vitest');

let consumer: Consumer;
beforeAll(async () => {
  assertInstalled();
  consumer = await installAlone('sms-emulator', await pack('sms-emulator'));
  await symlink(VITEST, join(consumer.root, 'node_modules/vitest'));
  await consumer.write({
    'ann.test.ts': `
      import { expect, it } from 'vitest';
      import { type Phone, startEmulator } from 'sms-emulator';
      import 'sms-emulator/vitest';

      async function talk(check: (ann: Phone) => void): Promise<void> {
        const twilio = await startEmulator({ functions: 'functions' });
        const ann = twilio.phone('+15551110000');
        expect(ann).toHaveReceivedNothing();
        await ann.text('hi');
        try {
          check(ann);
        } finally {
          await twilio.stop();
        }
      }
      it('passes', () =>
        talk((ann) => {
          expect(ann).toHaveReceived(/hi/);
          expect(ann).toHaveConversation(['> hi', expect.stringContaining('You said')]);
          expect(ann).not.toHaveReceived('bye');
        }));
      it('fails', () => talk((ann) => expect(ann).toHaveReceived('bye')));`,
    'functions/sms.js': `exports.handler = (context, event, callback) => {
        const twiml = new Twilio.twiml.MessagingResponse();
        twiml.message('You said ' + event.Body);
        callback(null, twiml);
      };`,
  });
  await symlink(resolve('node_modules/@twilio'), join(consumer.root, 'node_modules/@twilio'));
});

describe('the package of the emulator in Vitest', () => {
  it('has matchers that pass, and that print the conversation when they fail', async () => {
    // Vitest 5 needs Node.js 22.12.
    const running = run(consumer.root, nodeOf('node24'), [join(VITEST, 'vitest.mjs'), 'run'], {
      NO_COLOR: '1',
      CI: '1',
    });
    await running.ended;
    expect(running.output()).toMatch(/Tests +1 failed \| 1 passed/);
    expect(running.output()).toMatch(
      /Expected \+15551110000 to receive "bye"\n\n\+15551110000 \(>\) and \S+ \(<\):\n +> hi\n +< You said hi\n/,
    );
  });

  it('has types of the matchers', () => {
    const options = { types: [], skipLibCheck: true };
    expect(errorsOf(consumer.root, 'ann.test.ts', 'nodenext', options)).toEqual([]);
  });
});
