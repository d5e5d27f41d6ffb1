import { SaxesParser } from 'saxes';
import type { Problem } from '../debugger';
import { MESSAGE } from '../limits';
import type { HttpMethod, Position } from '../types';

/** `<Message>`, or `<Sms>` with a text alone; with URLs as they were written. `undefined`: the attribute is missing. */
export type MessageVerb = {
  readonly kind: 'Message';
  readonly to: string | undefined;
  readonly from: string | undefined;
  readonly action: string | undefined;
  readonly method: HttpMethod;
  readonly statusCallback: string | undefined;
  readonly body: string;
  readonly media: readonly string[];
};

/** `<Redirect>`, with its URL as it was written. */
export type RedirectVerb = { readonly kind: 'Redirect'; readonly url: string; readonly method: HttpMethod };

/** A verb of a TwiML document. */
export type Verb = MessageVerb | RedirectVerb;

/** A document's verbs in their order, or why it cannot be read. */
export type Twiml =
  | { readonly kind: 'twiml'; readonly verbs: readonly Verb[]; readonly warnings: readonly Problem[] }
  | { readonly kind: 'failed'; readonly problem: Problem };

const OF_MESSAGE = ['to', 'from', 'action', 'method', 'statusCallback'];
const ATTRIBUTES: Record<string, readonly string[]> = {
  Response: [],
  Message: OF_MESSAGE,
  Sms: OF_MESSAGE,
  Body: [],
  Media: [],
  Redirect: ['method'],
};
const CHILDREN: Record<string, readonly string[]> = {
  Response: ['Message', 'Sms', 'Redirect'],
  Message: ['Body', 'Media'],
};

/** Verbs of voice calls: they are reported with 14110, other unknown elements with 12200. */
const VOICE_VERBS = new Set(
  'Connect Dial Enqueue Gather Hangup Leave Pause Pay Play Prompt Record Refer Reject Say Siprec Start Stop Stream'.split(
    ' ',
  ),
);

type Element = {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
  /** Where it begins. */
  position: Position;
};

/**
 * Reads a TwiML document for an incoming message. Names are case-sensitive. Never throws.
 * Sources: https://www.twilio.com/docs/messaging/twiml; for `<Sms>`, https://www.twilio.com/docs/api/errors/14110 and
 * https://www.twilio.com/docs/voice/twiml/sms
 */
export function readTwiml(text: string): Twiml {
  const parsed = parseXml(text);
  if ('detail' in parsed) return { kind: 'failed', problem: { code: 12100, ...parsed } };
  const { position } = parsed;
  if (parsed.name !== 'Response') {
    return {
      kind: 'failed',
      problem: { code: 12102, detail: `The root element is <${parsed.name}>.`, position },
    };
  }
  const warnings: Problem[] = [];
  if (textOf(parsed) !== '') {
    warnings.push({ code: 12200, detail: '<Response> has text of its own, which is not sent.', position });
  }
  const verbs = known(parsed, warnings).flatMap((element) => readVerb(element, warnings) ?? []);
  return { kind: 'twiml', verbs, warnings };
}

/** The document's root element, or the parser's error text and where it is. */
function parseXml(text: string): Element | Pick<Problem, 'detail' | 'position'> {
  const bom = text.startsWith('\uFEFF') ? 1 : 0;
  const placeAt = places(text);
  const positionAt = (offset: number): Position => placeAt(Math.max(0, offset + bom));
  const document: Element = { name: '', attributes: {}, children: [], position: { line: 1, column: 1 } };
  const open = [document];
  const add = (child: Element | string) => open.at(-1)?.children.push(child);
  const parser = new SaxesParser();
  let begin = 0;
  // The name and the character behind it have been read, with the bracket before.
  parser.on('opentagstart', ({ name }) => (begin = parser.position - name.length - 2));
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, children: [], position: positionAt(begin) };
    add(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', add);
  parser.on('cdata', add);
  try {
    parser.write(text.slice(bom)).close();
  } catch (error) {
    const { message } = error as Error; // `3:23: unexpected close tag.`
    const detail = message.replace(/^\d+:\d+: /, '');
    return { detail, position: positionAt(parser.position - 1) };
  }
  return elements(document)[0] ?? { detail: 'The document is empty.' };
}

/** Gives the places of offsets of a text, each at or after the one before, so that all together read the text once. */
function places(text: string): (offset: number) => Position {
  let [line, lineBegin, nextBreak] = [1, 0, text.indexOf('\n')];
  return (offset) => {
    while (nextBreak !== -1 && nextBreak < offset) {
      line++;
      lineBegin = nextBreak + 1;
      nextBreak = text.indexOf('\n', lineBegin);
    }
    return { line, column: offset - lineBegin + 1 };
  };
}

const elements = ({ children }: Element): Element[] => children.filter((child) => typeof child !== 'string');

/** An element's children that TwiML allows there. Adds a warning for each other child, and each unknown attribute. */
function known(element: Element, warnings: Problem[]): Element[] {
  const allowed = CHILDREN[element.name] ?? [];
  for (const name of Object.keys(element.attributes)) {
    if (ATTRIBUTES[element.name]?.includes(name) !== true) {
      const detail = `<${element.name}> has no attribute "${name}".`;
      warnings.push({ code: 12200, detail, position: element.position });
    }
  }
  return elements(element).filter(({ name, position }) => {
    if (allowed.includes(name)) return true;
    if (VOICE_VERBS.has(name))
      warnings.push({ code: 14110, detail: `<${name}> is a verb of voice calls.`, position });
    else warnings.push({ code: 12200, detail: `<${element.name}> has no element <${name}>.`, position });
    return false;
  });
}

/** @returns `undefined` for a `<Redirect>` without a URL. */
function readVerb(element: Element, warnings: Problem[]): Verb | undefined {
  const method = readMethod(element, warnings);
  const nested = known(element, warnings);
  if (element.name === 'Redirect') {
    const [url] = filled([element], warnings);
    return url === undefined ? undefined : { kind: 'Redirect', url, method };
  }
  for (const child of nested) known(child, warnings);
  const media = filled(
    nested.filter(({ name }) => name === 'Media'),
    warnings,
  );
  if (media.length > MESSAGE.media) {
    warnings.push({
      code: 12200,
      position: element.position,
      detail: `A message has at most ${MESSAGE.media} <Media>; the others are left out.`,
    });
  }
  const { to, from, action, statusCallback } = element.attributes;
  return {
    kind: 'Message',
    to,
    from,
    action: action === '' ? undefined : action,
    method,
    statusCallback: statusCallback === '' ? undefined : statusCallback,
    body: element.name === 'Sms' ? textOf(element) : bodyOf(element),
    media: media.slice(0, MESSAGE.media),
  };
}

/** The texts of elements. An empty element is left out, with a warning. */
function filled(elements: readonly Element[], warnings: Problem[]): string[] {
  return elements.flatMap((element) => {
    const text = textOf(element);
    if (text === '')
      warnings.push({ code: 12200, detail: `<${element.name}> is empty.`, position: element.position });
    return text === '' ? [] : text;
  });
}

/** The text and each `<Body>` of a message, trimmed one by one and joined in their order. */
function bodyOf({ children }: Element): string {
  const parts = [''];
  for (const child of children) {
    if (typeof child === 'string') parts.push((parts.pop() ?? '') + child);
    else if (child.name === 'Body') parts.push(textOf(child), '');
  }
  return parts.map((part) => part.trim()).join('');
}

function readMethod({ name, attributes, position }: Element, warnings: Problem[]): HttpMethod {
  const { method = 'POST' } = attributes;
  const upper = method.toUpperCase();
  if (upper === 'GET' || upper === 'POST') return upper;
  warnings.push({
    code: 14104,
    position,
    detail: `<${name} method="${method}"> is neither GET nor POST; POST is taken.`,
  });
  return 'POST';
}

/** The text directly inside an element, trimmed. */
const textOf = ({ children }: Element): string =>
  children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
