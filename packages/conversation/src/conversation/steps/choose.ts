import type { Json } from '../../json';
import { MAX_TEXT_LENGTH, type Message, xmlText } from '../../message/message';
import { areNumbersClear, findChoice, isNumber, tappedChoice } from '../choices';
import { accepted, answered, NO_QUESTION, type Question, type Reader, unreadable } from '../reader';
import { readReminders } from '../reminders';
import type { AskRequest } from '../request';
import type { AskOptions } from './ask';
import { requestStep, step, type Step } from './step';

/** Maximum length of a label in the list; what is longer is cut. */
const MAX_LABEL = 100;

/** Maximum number of items in the list. */
const MAX_ITEMS = 500;

/** Maximum length of the list: the labels of a longer one are cut more. It takes seven messages of the ten of a reply. */
const MAX_LIST = 7 * MAX_TEXT_LENGTH - 7 * MAX_LABEL;

/** Maximum length of what is around a label: `500. ` and the end of the line. */
const AROUND = 6;

/** An item; `undefined` when there may be none. */
type ItemOf<Items extends readonly unknown[]> = Items extends readonly [unknown, ...unknown[]]
  ? Items[number]
  : Items[number] | undefined;

/**
 * Asks for one of several items with a numbered list of their labels, and gives the item. The sender answers with the number
 * or the label, or by a button whose payload is the item, the label or the number. Labels may be anything, as from an API: equal or reserved ones can be chosen by number, long ones are cut.
 * Without items nothing is asked, and the value is `undefined`.
 *
 * The label is stored, and found again among the items of later messages; one that is no longer there, or no longer alone, is
 * asked for again. A list that is too long for one message is sent in several; with more than 100 items, long labels
 * are cut more. Only the first 500 are offered. Labels that are numbers, such as 2, 4 and 6, are not
 * numbered.
 *
 * @param label - the text for an item. Default: the item itself.
 */
export function choose<
  const Name extends string,
  const Items extends readonly (string | number)[],
  const After extends string,
>(
  name: Name,
  prompt: string,
  items: Items,
  label?: (item: Items[number]) => string,
  options?: AskOptions<number, After>,
): Step<ItemOf<Items>, AskRequest<Name>>;
export function choose<
  const Name extends string,
  const Items extends readonly unknown[],
  const After extends string,
>(
  name: Name,
  prompt: string,
  items: Items,
  label: (item: Items[number]) => string,
  options?: AskOptions<number, After>,
): Step<ItemOf<Items>, AskRequest<Name>>;
export function choose(
  name: string,
  prompt: string,
  all: readonly unknown[],
  label: (item: unknown) => string = String,
  { hint, maxAttempts, first, remind }: AskOptions = {},
): Step<unknown, AskRequest> {
  const items = all.slice(0, MAX_ITEMS);
  if (items.length === 0) {
    return step(`choose("${name}", ...)`, function* () {
      return undefined;
    });
  }
  const length = Math.min(MAX_LABEL, Math.floor(MAX_LIST / items.length) - AROUND);
  const labels = items.map((item) => shownLabel(label(item), length));
  const isNumbered = !labels.every((text) => /^\d+$/.test(text));
  const lines = labels.map((text, index) => `${isNumbered ? `${index + 1}.` : '-'} ${text}`.trimEnd());
  return requestStep('choose', {
    kind: 'ask',
    name,
    prompts: inMessages([prompt, ...lines]),
    reader: itemReader(items, labels, isNumbered),
    hint,
    maxAttempts,
    first,
    reminders: readReminders(remind),
  });
}

/** A label in one line that XML can hold, not longer than this. */
function shownLabel(label: string, length: number): string {
  const text = xmlText(label).replace(/\s+/g, ' ').trim();
  return text.length > length ? `${xmlText(text.slice(0, length - 1))}…` : text;
}

/** Joins lines to as few messages as Twilio sends. */
function inMessages(lines: readonly string[]): string[] {
  const messages: string[] = [];
  for (const line of lines) {
    const joined = [...messages.slice(-1), line].join('\n');
    if (joined.length <= MAX_TEXT_LENGTH) messages.splice(-1, 1, joined);
    else messages.push(line);
  }
  return messages;
}

/** Stores the label, or `[index, label]` to tell items with the same label apart. */
function itemReader(
  items: readonly unknown[],
  labels: readonly string[],
  isNumbered: boolean,
): Reader<unknown> {
  const refused = ({ texts }: Question) =>
    unreadable(
      isNumbered && areNumbersClear(labels)
        ? texts.chooseNumber(items.length)
        : texts.chooseOne(labels.join(', ')),
    );
  const stored = (index: number): Json => {
    const label = String(labels[index]);
    return labels.indexOf(label) === labels.lastIndexOf(label) ? label : [index, label];
  };
  return {
    choices: isNumbered ? [labels] : [],
    read(message, question = NO_QUESTION) {
      // A number means the list that was sent, and not a label such as "2:00 pm" of one that has changed since.
      const means = ({ body }: Message) =>
        isNumbered && isNumber(body, question) && !question.wasShown(labels)
          ? undefined
          : findChoice(body, labels, question);
      const index = tappedChoice(message, labels, items) ?? means(message);
      return index === undefined ? refused(question) : answered(stored(index));
    },
    accept(answer, question = NO_QUESTION) {
      const [index, label] = Array.isArray(answer) ? (answer as readonly Json[]) : [undefined, answer];
      const found = labels.flatMap((known, at) =>
        known === label && (index === undefined || index === at) ? [at] : [],
      );
      return found.length === 1 ? accepted(items[Number(found[0])]) : refused(question);
    },
  };
}
