import { normalizeText } from '../../message/normalize-text';
import { accepted, answered, unreadable, type Reader } from '../reader';

const YES = ['yes', 'y', 'yeah', 'yep', 'yup', 'sure', 'ok', 'okay', 'right', '\u{1f44d}'];
const NO = ['no', 'n', 'nope', 'nah', 'wrong', '\u{1f44e}'];

/** Reads yes or no, in any case, and common short forms such as "y" and "ok". For other words or languages: `oneOf`. */
export function yesNo(): Reader<boolean> {
  const refused = unreadable('Please answer yes or no.');
  return {
    read({ body }) {
      const word = normalizeText(body);
      if (YES.includes(word)) return answered(true);
      return NO.includes(word) ? answered(false) : refused;
    },
    accept: (answer) => (typeof answer === 'boolean' ? accepted(answer) : refused),
  };
}
