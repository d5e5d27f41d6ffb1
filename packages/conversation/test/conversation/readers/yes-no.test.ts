import { describe, expect, it } from '@jest/globals';
import { yesNo } from '../../../src/conversation/readers/yes-no';
import { acceptedBy, readBy } from '../../support/readers';

describe('yesNo', () => {
  it.each(['yes', 'YES', ' Yes! ', 'y', 'yeah', 'yep', 'sure', 'ok', 'Okay.', '👍'])(
    'reads %j as yes',
    async (body) => {
      expect(await readBy(yesNo(), body)).toBe(true);
    },
  );

  it.each(['no', 'NO', 'No.', 'n', 'nope', 'nah', '👎'])('reads %j as no', async (body) => {
    expect(await readBy(yesNo(), body)).toBe(false);
  });

  it.each(['', 'yes no', 'not sure', 'maybe', 'ye', '1', 'true'])('does not read %j', async (body) => {
    expect(await readBy(yesNo(), body)).toBe('hint: Please answer yes or no.');
  });

  it.each(['yes', 1, null])('does not accept a stored %j', async (answer) => {
    expect(await acceptedBy(yesNo(), answer)).toMatch(/^hint: /);
  });
});
