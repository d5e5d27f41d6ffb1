import type { Json } from '../../json';
import type { Texts } from '../../texts/texts';
import type { AnswersRequest } from '../request';
import { step, type Step } from './step';

/**
 * Gives the answers so far in a text, one in each line behind its label: `People: 4`. Questions without a label, and those that
 * are not answered, are left out.
 *
 * @param labels - by question name, in the order of the lines.
 */
export const summary = (labels: Readonly<Record<string, string>>): Step<string, AnswersRequest> =>
  step('summary(...)', function* () {
    const { answers, texts } = (yield { kind: 'answers', within: '' }) as {
      answers: Readonly<Record<string, Json>>;
      texts: Texts;
    };
    return Object.entries(labels)
      .flatMap(([name, label]) => {
        const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
        return answer === undefined ? [] : [`${label}: ${inWords(answer, texts)}`];
      })
      .join('\n');
  });

function inWords(answer: Json, texts: Texts): string {
  if (answer === null) return '-';
  if (typeof answer === 'boolean') return String((answer ? texts.yes : texts.no)[0]);
  if (isList(answer)) {
    const isChoice = answer.length === 2 && typeof answer[0] === 'number' && typeof answer[1] === 'string'; // of choose()
    return (isChoice ? answer.slice(1) : answer).map((item) => inWords(item, texts)).join(', ');
  }
  if (typeof answer !== 'object') return String(answer);
  if (typeof answer.url === 'string') return answer.url; // of media()
  return answer.output === undefined ? JSON.stringify(answer) : inWords(answer.output, texts); // of an asynchronous schema
}

const isList = (answer: Json): answer is readonly Json[] => Array.isArray(answer);
