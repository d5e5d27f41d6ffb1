import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';
import { saysOnly } from '../words';

/**
 * Reads yes or no in the conversation's language, in any case, with common short forms such as "y" and "ok", emoji, and
 * polite words. What says both, or anything else, is refused. For other words: `oneOf`.
 */
export function yesNo(): Reader<boolean> {
  const refused = ({ texts }: Question) => unreadable(texts.yesOrNo);
  return {
    read({ body }, question = NO_QUESTION) {
      const { texts } = question;
      if (saysOnly(body, texts.yes, texts)) return answered(true);
      return saysOnly(body, texts.no, texts) ? answered(false) : refused(question);
    },
    accept: (answer, question = NO_QUESTION) =>
      typeof answer === 'boolean' ? accepted(answer) : refused(question),
  };
}
