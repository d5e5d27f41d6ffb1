import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readButton } from '../../src/message/button';
import { sanitizeMessage } from '../../src/message/message';

describe('readButton', () => {
  it.each([
    ['both', { ButtonText: 'Friday', ButtonPayload: 'fri' }, { text: 'Friday', payload: 'fri' }],
    ['a payload alone', { ButtonPayload: 'fri' }, { text: '', payload: 'fri' }],
    ['a text alone', { ButtonText: 'Friday' }, { text: 'Friday', payload: '' }],
    ['neither', { Body: 'Friday' }, undefined],
    ['empty ones', { ButtonText: '', ButtonPayload: '' }, undefined],
    ['a payload that came twice', { ButtonText: 'Friday', ButtonPayload: ['a', 'b'] }, undefined],
    ['a text that is none', { ButtonText: 5, ButtonPayload: 'fri' }, undefined],
  ])('reads %s', (_, parameters, button) => {
    expect(readButton(parameters)).toEqual(button);
  });

  it('never throws, whatever the parameters hold', () => {
    const parameters = fc.record(
      { ButtonText: fc.anything(), ButtonPayload: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(parameters, (given) => void readButton(given)));
  });
});

it('a message has the button of its parameters, or the one that it is given, without what XML cannot hold', () => {
  const parameters = { ButtonText: 'Fri\0day', ButtonPayload: `fri${'x'.repeat(2000)}` };
  const { button } = sanitizeMessage({ body: '', media: [], parameters });
  expect(button).toEqual({ text: 'Friday', payload: `fri${'x'.repeat(1597)}` });
  const given = { text: 'a', payload: 'b' };
  expect(sanitizeMessage({ body: '', media: [], parameters, button: given }).button).toEqual(given);
  expect(sanitizeMessage({ body: '', media: [] })).toEqual({ body: '', media: [] });
});
