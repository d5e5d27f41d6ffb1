import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';
import { saysOnly } from '../words';

/** What the payload of a button may be in any language, because it is yours. */
const PAYLOADS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
]);

/**
 * Reads yes or no in the conversation's language, in any case, with common short forms such as "y" and "ok", emoji, and
 * polite words; or the payload of a tapped button: one of these, `yes`, `no`, `true` or `false`. What says both, or anything else, is
 * refused. For other words: `oneOf`.
 */
export function yesNo(): Reader<boolean> {
  const refused = ({ texts }: Question) => unreadable(texts.yesOrNo);
  return {
    read({ body, button }, question = NO_QUESTION) {
      const { texts } = question;
      const payload = button?.payload ?? '';
      const known = PAYLOADS.get(payload.trim().toLowerCase());
      if (known !== undefined) return answered(known);
      for (const said of [payload, body]) {
        if (saysOnly(said, texts.yes, texts)) return answered(true);
        if (saysOnly(said, texts.no, texts)) return answered(false);
      }
      return refused(question);
    },
    accept: (answer, question = NO_QUESTION) =>
      typeof answer === 'boolean' ? accepted(answer) : refused(question),
  };
}
