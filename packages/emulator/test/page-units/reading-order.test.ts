import { expect, it } from '@jest/globals';
import { orderForReading } from '../../src/page/display/reading-order';

it('puts sender, number, text and media first, and the names of what is empty apart', () => {
  expect(
    orderForReading([
      ['ToCountry', 'US'],
      ['ToState', ''],
      ['MediaContentType0', 'image/png'],
      ['Body', ''],
      ['FromCity', ''],
      ['MediaUrl0', 'http://localhost/1'],
      ['NumMedia', '1'],
      ['To', '+15552220000'],
      ['ApiVersion', '2010-04-01'],
      ['From', '+15551110000'],
    ]),
  ).toEqual({
    filled: [
      ['From', '+15551110000'],
      ['To', '+15552220000'],
      ['Body', ''],
      ['NumMedia', '1'],
      ['MediaContentType0', 'image/png'],
      ['MediaUrl0', 'http://localhost/1'],
      ['ToCountry', 'US'],
      ['ApiVersion', '2010-04-01'],
    ],
    empty: ['ToState', 'FromCity'],
  });
});

it('puts the status of a callback before what else it tells', () => {
  const { filled } = orderForReading([
    ['RawDlrDoneDate', '2611290001'],
    ['ErrorCode', '30003'],
    ['MessageStatus', 'undelivered'],
    ['To', '+15551110000'],
  ]);
  expect(filled.map(([name]) => name)).toEqual(['To', 'MessageStatus', 'ErrorCode', 'RawDlrDoneDate']);
});
