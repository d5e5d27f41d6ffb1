import type { Texts } from './texts';

/** The library's texts in English. */
export const english: Texts = {
  language: 'en',
  startedAnew: 'This conversation has changed since your last message, so it starts anew.',
  restarted: 'We start again.',
  closing: 'Sorry, we do not understand each other. Text us to start again.',
  failed: 'Sorry, that did not work. Please text it again, or "restart" to start again.',

  text: 'Please answer with a text.',
  atLeast: (characters) => `Please use at least ${characters} characters.`,
  atMost: (characters) => `Please use at most ${characters} characters.`,
  tooLong: 'That is too long. Please answer in fewer words.',
  wholeNumber(min, max) {
    if (min === undefined)
      return `Please answer with a whole number${max === undefined ? '' : ` of at most ${max}`}.`;
    return `Please answer with a whole number ${max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}.`;
  },
  chooseOne: (list) => `Please choose one: ${list}.`,
  chooseNumber: (max) =>
    max === 1 ? 'Please answer with 1.' : `Please answer with a number from 1 to ${max}.`,
  yesOrNo: 'Please answer yes or no.',
  picture: 'Please send a picture.',
  pictureOr: (skip) => `Please send a picture, or "${skip}" to go on without.`,
  otherwise: 'Please answer in another way.',
  date: (example) => `Please answer with one date, such as ${example}.`,
  time: (example) => `Please answer with one time of day, such as ${example}.`,
  dateTime: (example) => `Please answer with one date and time, such as ${example}.`,
  which: (list) => `Please say which you mean: ${list}.`,
  outside(min, max) {
    if (min === undefined)
      return `Please choose ${max === undefined ? 'another time' : `${max} or earlier`}.`;
    return `Please choose ${max === undefined ? `${min} or later` : `from ${min} to ${max}`}.`;
  },
  emailAddress: 'Please answer with one e-mail address, such as ann@example.com.',
  phoneNumber: 'Please answer with one phone number, with its area code.',
  internationalNumber: 'Please answer with one phone number that begins with + and the country code.',
  files(min, max, skip) {
    const count = min === max ? String(min) : `${min} to ${max}`;
    const or = skip === undefined ? '' : `, or "${skip}" to go on without`;
    return `Please send ${count} ${max === 1 ? 'file' : 'files'} in one message${or}.`;
  },

  yes: ['yes', 'y', 'yeah', 'yep', 'yup', 'sure', 'ok', 'okay', 'right', 'correct', '👍', '✅', '✔'],
  no: ['no', 'n', 'nope', 'nah', 'wrong', '👎', '❌'],
  polite: ['please', 'pls', 'plz', 'thanks', 'thank you', 'thx', 'ty'],
  units: [
    'people',
    'persons',
    'person',
    'guests',
    'guest',
    'of us',
    'years',
    'year',
    'years old',
    'pieces',
    'piece',
    'times',
    'time',
  ],
  numbers: [
    'zero',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
    'thirteen',
    'fourteen',
    'fifteen',
    'sixteen',
    'seventeen',
    'eighteen',
    'nineteen',
    'twenty',
  ],
  scales: ['hundred', 'thousand', 'million', 'billion', 'dozen', 'half', 'percent'],
  restart: ['restart'],
  thanks: [
    'thanks',
    'thank you',
    'thank you so much',
    'thank you very much',
    'many thanks',
    'thanks a lot',
    'thx',
    'ty',
    'great',
    'ok',
    'okay',
    'cool',
    'perfect',
    'bye',
    'see you',
    '👍',
    '🙏',
  ],
};
