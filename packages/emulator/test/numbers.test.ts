import { expect, it } from '@jest/globals';
import { createEngine } from '../src/engine/engine';
import type { OwnNumber } from '../src/engine/types';
import { createNumbering, numbersFor } from '../src/numbers';

const OLD = 'http://localhost:3000';
const NEW = 'http://localhost:4000';

const handMade: OwnNumber = {
  number: '+15552220001',
  name: '+15552220001',
  smsUrl: 'http://127.0.0.1:5000/sms',
  smsMethod: 'GET',
  smsFallbackUrl: '',
};

it('keeps numbers that were made by hand, and gives theirs to no Function', () => {
  const before = [...numbersFor(OLD, ['/sms']), handMade];
  const after = numbersFor(OLD, ['/sms', '/texts'], before);
  expect(after).toContainEqual(handMade);
  expect(after.map(({ number, name }) => [name, number])).toEqual([
    ['/sms', '+15552220000'],
    ['/texts', '+15552220002'],
    ['+15552220001', '+15552220001'],
  ]);
});

it.each<[what: string, change: Partial<OwnNumber>, expected: Partial<OwnNumber>]>([
  ['nothing', {}, { smsUrl: `${NEW}/sms` }],
  ['another address', { smsUrl: `${OLD}/other` }, { smsUrl: `${OLD}/other` }],
  ['another origin', { smsUrl: 'http://localhost:9999/sms' }, { smsUrl: 'http://localhost:9999/sms' }],
  ['a query', { smsUrl: `${OLD}/sms?a=b` }, { smsUrl: `${OLD}/sms?a=b` }],
  ['no address', { smsUrl: '' }, { smsUrl: '' }],
  ['the method', { smsMethod: 'GET' }, { smsUrl: `${NEW}/sms`, smsMethod: 'GET' }],
  ['a fallback', { smsFallbackUrl: OLD }, { smsUrl: `${NEW}/sms`, smsFallbackUrl: OLD }],
])('keeps what was edited of a Function’s number: %s', (_, change, expected) => {
  const engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
  const [number] = numbersFor(OLD, ['/sms']);
  if (number === undefined) throw new Error('There is no number.');
  engine.setNumbers([number]);
  engine.setNumber({ ...number, ...change });
  const functionUrl = `${NEW}/sms`;
  expect(numbersFor(NEW, ['/sms'], engine.numbers())).toEqual([
    { ...number, ...expected, ...(expected.smsUrl === functionUrl ? {} : { functionUrl }) },
  ]);
});

it('an address that is that of its Function again is no longer edited', () => {
  const engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
  const [number] = numbersFor(OLD, ['/sms']);
  if (number === undefined) throw new Error('There is no number.');
  engine.setNumbers([number]);
  engine.setNumber({ ...number, smsUrl: 'http://localhost:9999/sms' });
  expect(engine.numbers()).toMatchObject([{ functionUrl: `${OLD}/sms` }]);
  engine.setNumber(number);
  expect(engine.numbers()).toEqual([number]);
});

it('a Function that comes back gets another number when its own was made by hand meanwhile', () => {
  const numbersOf = createNumbering(OLD);
  const without = numbersOf(['/sms'], numbersOf(['/sms', '/gone'], []));
  const back = numbersOf(['/sms', '/gone'], [...without, handMade]);
  expect(back).toContainEqual(handMade);
  expect(back.map(({ name, number }) => [name, number])).toEqual([
    ['/sms', '+15552220000'],
    ['/gone', '+15552220002'],
    ['+15552220001', '+15552220001'],
  ]);
  expect(numbersOf(['/gone', '/sms'], back)).toEqual(back);
});

it('drops the number of a Function that is gone, and gives it to no other', () => {
  const numbersOf = createNumbering(OLD);
  const namesOf = (numbers: readonly OwnNumber[]) => numbers.map(({ name, number }) => `${name} ${number}`);
  const edited = numbersOf(['/sms', '/gone'], []).map((own) => ({ ...own, smsMethod: 'GET' as const }));
  const without = numbersOf(['/sms'], edited);
  expect(namesOf(without)).toEqual(['/sms +15552220000']);
  const other = numbersOf(['/sms', '/other'], without);
  expect(namesOf(other)).toEqual(['/sms +15552220000', '/other +15552220002']);
  const back = numbersOf(['/sms', '/other', '/gone', '/a'], other);
  expect(namesOf(back)).toEqual([
    '/a +15552220003',
    '/sms +15552220000',
    '/gone +15552220001',
    '/other +15552220002',
  ]);
  expect(back.find(({ name }) => name === '/gone')?.smsMethod).toBe('GET');
});
