import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { either } from '../../../src/conversation/readers/either';
import { media } from '../../../src/conversation/readers/media';
import { text } from '../../../src/conversation/readers/text';
import { yesNo } from '../../../src/conversation/readers/yes-no';

describe('either', () => {
  const message = (body: string) => ({ body, media: [] });
  const short = text({ max: 2 });
  const long = text({ max: 4 });

  it.each([
    ['ab', 'ab'],
    ['abcd', 'abcd'],
  ])('takes %j by one or the other', async (body, answer) => {
    expect(await either(short, long).read(message(body))).toEqual({ kind: 'answer', answer });
    expect(await either(short, long).accept(answer)).toEqual({ kind: 'accepted', value: answer });
  });

  it('refuses what neither takes, with the second’s hint or its own', async () => {
    const own = { kind: 'unreadable', hint: 'Shorter.' };
    expect(await either(short, long, 'Shorter.').read(message('abcde'))).toEqual(own);
    expect(await either(short, long, 'Shorter.').accept(7)).toEqual(own);
    expect(await either(short, long).read(message('abcde'))).toEqual(await long.accept('abcde'));
    expect(await either(yesNo(), yesNo()).read(message('abcde'))).toEqual(yesNo().read(message('')));
    expect(await either(short, long).accept(7)).toEqual(await long.accept(7));
  });

  it('takes a picture where a text would do too, and a Standard Schema', async () => {
    const picture = { url: 'https://example.com/a.jpg', contentType: 'image/jpeg' };
    const read = either(text({ max: 40 }), media()).read({ body: '', media: [picture] });
    expect(await read).toEqual({ kind: 'answer', answer: picture });
    expect(await either(yesNo(), z.email()).accept('ann@example.com')).toEqual({
      kind: 'accepted',
      value: 'ann@example.com',
    });
  });
});
