import type { Json } from '../../json';
import { MAX_TEXT_LENGTH, xmlText } from '../../message/message';
import { findChoice, isNumber } from '../choices';
import { accepted, answered, NO_QUESTION, type Reader, unreadable } from '../reader';
import type { AskRequest } from '../request';
import type { AskOptions } from './ask';
import { requestStep, step, type Step } from './step';

/** Maximum length of a label in the list; what is longer is cut. */
const MAX_LABEL = 100;

/**
 * Asks for one of several items with a numbered list of their labels, and gives the item. The sender answers with the number
 * or the label. Labels may be anything, as from an API: equal or reserved ones can be chosen by number, long ones are cut.
 * Without items nothing is asked, and the value is `undefined`.
 *
 * The label is stored, and found again among the items of later messages; one that is no longer there, or no longer alone, is
 * asked for again. A list that is too long for one message is sent in several.
 *
 * @param label - the text for an item. Default: the item itself.
 */
export function choose<const Name extends string, const Items extends readonly unknown[]>(
  name: Name,
  prompt: string,
  items: Items,
  label: (item: Items[number]) => string = String,
  { hint, maxAttempts, first: firstReader }: AskOptions = {},
): Step<
  Items extends readonly [unknown, ...unknown[]] ? Items[number] : Items[number] | undefined,
  AskRequest<Name>
> {
  const call = `choose("${name}", ...)`;
  if (items.length === 0) {
    return step(call, function* () {
      return undefined as never;
    });
  }
  const labels = items.map((item) => shownLabel(label(item)));
  const lines = labels.map((text, index) => `${index + 1}. ${text}`.trimEnd());
  return requestStep('choose', {
    kind: 'ask',
    name,
    prompts: inMessages([prompt, ...lines]),
    reader: itemReader(items, labels),
    hint,
    maxAttempts,
    first: firstReader,
  });
}

/** A label in one line that XML can hold, not too long. */
function shownLabel(label: string): string {
  const text = xmlText(label).replace(/\s+/g, ' ').trim();
  return text.length > MAX_LABEL ? `${xmlText(text.slice(0, MAX_LABEL - 1))}…` : text;
}

/** Joins lines to as few messages as Twilio sends. */
function inMessages(lines: readonly string[]): string[] {
  const messages: string[] = [];
  for (const line of lines) {
    const joined = messages.length === 0 ? line : `${messages.at(-1) ?? ''}\n${line}`;
    if (messages.length > 0 && joined.length <= MAX_TEXT_LENGTH) messages[messages.length - 1] = joined;
    else messages.push(line);
  }
  return messages;
}

/** Stores the label, or `[index, label]` to tell items with the same label apart. */
function itemReader<Item>(items: readonly Item[], labels: readonly string[]): Reader<Item> {
  const stored = (index: number): Json => {
    const label = labels[index] ?? '';
    return labels.indexOf(label) === labels.lastIndexOf(label) ? label : [index, label];
  };
  return {
    choices: [labels],
    read({ body }, question = NO_QUESTION) {
      // A number means the list that was sent, and not a label such as "2:00 pm" of one that has changed since.
      const index =
        isNumber(body, question) && !question.wasShown(labels)
          ? undefined
          : findChoice(body, labels, question);
      return index === undefined
        ? unreadable(question.texts.chooseNumber(items.length))
        : answered(stored(index));
    },
    accept(answer, { texts } = NO_QUESTION) {
      const [index, label] = Array.isArray(answer) ? (answer as readonly Json[]) : [undefined, answer];
      const found = labels.flatMap((known, at) =>
        known === label && (index === undefined || index === at) ? [at] : [],
      );
      return found.length === 1
        ? accepted(items[Number(found[0])] as Item)
        : unreadable(texts.chooseNumber(items.length));
    },
  };
}
