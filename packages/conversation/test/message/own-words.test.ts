import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { english } from '../../src/message/own-words/english';
import { inOwnWords, revokes } from '../../src/message/own-words/own-words';

const read = async (body: string, language: 'en' | 'es' = 'en') => inOwnWords()(body, language);

describe('inOwnWords, in English', () => {
  it.each([
    'please stop texting me',
    'PLEASE STOP TEXTING ME!!!',
    'opt out',
    'Opt-out.',
    'opt me out',
    'optout please',
    "don't text me again",
    'Don’t text me anymore 😡',
    'dont ever message me again',
    'do not call or text me again',
    'remove me from your list',
    'Please remove me from your text messaging list, thanks',
    'take me off this list',
    'take me off',
    'please remove my number',
    'lose my number',
    'unsubscribe me please',
    'unsubcribe',
    'Unsubscribe from all messages now',
    'how do i unsubscribe?',
    'i want to unsubscribe',
    'Stop.',
    'please stop',
    'Stop 🛑',
    'STOP STOP STOP',
    'stooop',
    'stpo texting me',
    'S.T.O.P',
    's t o p',
    'st\u200bop texting me',
    'ｓｔｏｐ ｔｅｘｔｉｎｇ ｍｅ',
    'i said stop',
    'No, stop',
    'Hi, please stop',
    'leave me alone',
    'do not contact me',
    'no texts',
    'quit texting me',
    'end text messages',
    'cancel text alerts',
    'stop all messages now',
    'stop promotions',
    'stop sending me these messages',
    'stop texting this number',
    'stop fucking texting me',
    'can you please stop texting me?',
    'no more messages pls',
    'i dont want any more texts',
    'I do not wish to receive messages from you',
    "I don't want to be contacted anymore",
    'I revoke my consent to receive texts',
    'turn off notifications',
    'Wrong number. Stop texting me',
    'Who is this?\nplease stop contacting me',
    'stop texting me i have moved',
    'stop texting me because i moved',
    'i dont know you so stop texting me',
  ])('takes %j for an opt-out', async (body) => {
    expect(await read(body)).toBe(true);
  });

  it.each([
    'stop by at 5',
    'can you stop by',
    "don't stop",
    'Dont stop texting me',
    "please don't stop texting me",
    "i don't want to stop getting texts",
    'dont want to opt out',
    'opt in',
    'bus stop',
    'the last stop',
    'full stop',
    'non-stop flight',
    'stop and shop',
    'we should stop at the bank',
    'can I stop at 5?',
    'stop, I mean Saturday',
    'stop smoking',
    'quit smoking',
    'i want to quit',
    'I want to stop',
    'I want to stop my subscription',
    'end of the month',
    'end',
    'cancel',
    'please cancel',
    'cancel my appointment',
    'delete my order',
    'remove onions',
    'remove me from the guest list of Ann',
    'take me to the airport',
    'get me a table',
    'i dont want onions',
    'No more cheese',
    'he said: stop texting me',
    'my landlord wont stop texting me',
    'dont text me before 9',
    'dont text me now im driving',
    'stop texting me at night',
    'Stop sending so many texts',
    'text me again',
    'no',
    'hi',
    '',
    ' . ',
    '😡',
  ])('does not take %j for one', async (body) => {
    expect(await read(body)).toBe(false);
  });
});

describe('inOwnWords, in Spanish', () => {
  it.each([
    'deje de enviarme mensajes',
    'DEJEN DE MOLESTAR',
    '¿Pueden dejar de escribirme?',
    'no me escriban más',
    'Ya no me manden mensajes por favor',
    'no me vuelva a escribir',
    'no me llamen más',
    'no quiero recibir más mensajes',
    'No quiero que me contacten',
    'no más mensajes',
    'no mas',
    '¡Paren ya!',
    'quiero darme de baja',
    'denme de baja',
    'Bórrenme de su lista',
    'quítame de la lista',
    'Elimine mi número',
    'desuscribirme',
    'cancelar mensajes',
    'Retiro mi consentimiento',
    'déjenme en paz',
    'stop texting me',
  ])('takes %j for an opt-out', async (body) => {
    expect(await read(body, 'es')).toBe(true);
  });

  it.each([
    'no quiero cebolla',
    'no más cebolla',
    'alto',
    'baja',
    'para el viernes',
    'para dos',
    'para de comer',
    'parada de autobús',
    'quiero cancelar mi cita',
    'quiero dejar de fumar',
    'fin de mes',
    'no me gusta',
    'no me llame',
    'no me escriban antes de las 9',
    'deje el paquete en la puerta',
  ])('does not take %j for one', async (body) => {
    expect(await read(body, 'es')).toBe(false);
  });

  it('is read when the texts are Spanish, and not when they are English', async () => {
    expect(await read('no más mensajes', 'en')).toBe(false);
  });
});

describe('inOwnWords with more', () => {
  it('takes expressions, whatever their flags, and functions of either kind', async () => {
    const ownWords = inOwnWords(
      /wrong number/gi,
      (body) => body === 'moved',
      async (body, language) => Promise.resolve(body === `bye ${language}`),
    );
    for (const body of ['Wrong number!', 'Wrong number!', 'moved', 'bye es']) {
      expect(await ownWords(body, 'es')).toBe(true);
    }
    expect(await ownWords('Friday', 'es')).toBe(false);
  });

  it('does not ask them when the list has the words', async () => {
    const ownWords = inOwnWords(() => {
      throw new Error('asked');
    });
    expect(await ownWords('stop texting me', 'en')).toBe(true);
    await expect(ownWords('Friday', 'en')).rejects.toThrow('asked');
  });
});

describe('hostile text', () => {
  const PIECES =
    'stop stopp sto p quit these all the your my more texts messages texting me i want to no and but because dont text again ever now remove from list opt out unsubscribe revoke consent please thanks ok mas de no me deje mensajes baja su lista ya : . , ! \n \u200b é 😡 🛑 '.split(
      ' ',
    );

  it('is read without an exception, and to the same result when it is read twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 1700 }),
          fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((words) => words.join(' ')),
        ),
        async (body) => {
          const ownWords = inOwnWords();
          expect(await ownWords(body, 'es')).toBe(await ownWords(body, 'es'));
        },
      ),
    );
  });

  it.each(['stop ', 'i ', 'and ', 'stop texting me and ', 'i want to ', 'thank you ', 'stop,'])(
    'of %j again and again is tried on few readings, which are not long together',
    (piece) => {
      let length = 0;
      class Counting extends RegExp {
        override test(text: string): boolean {
          length += text.length;
          return false;
        }
      }
      revokes(piece.repeat(1600), { ...english, revoking: [new Counting('')], alone: [new Counting('')] });
      expect(length).toBeLessThan(100_000);
    },
  );

  it.each([
    'stop all the your my more '.repeat(100),
    `sto${'o'.repeat(1600)}`,
    `stop ${'op'.repeat(800)}`,
    `revoke ${'my '.repeat(600)}`,
    `i dont want ${'more '.repeat(400)}`,
    `remove me from ${'text '.repeat(400)}`,
    `deje de enviarme ${'mas '.repeat(400)}`,
    'a.'.repeat(800),
    '-'.repeat(1600),
    `${' '.repeat(1600)}-`,
  ])('is no opt-out, and is read at once: %#', async (body) => {
    expect(await read(body, 'es')).toBe(false);
  });
});
