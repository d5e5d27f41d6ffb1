import { SaxesParser } from 'saxes';

/** A piece of XML for highlighting. */
export type Token = {
  readonly kind: 'mark' | 'name' | 'attribute' | 'value' | 'text' | 'comment';
  readonly text: string;
};

/** A line of indented XML. */
export type XmlLine = { readonly depth: number; readonly tokens: readonly Token[] };

type Node =
  | { readonly kind: 'text' | 'cdata' | 'comment'; readonly text: string }
  | {
      readonly kind: 'element';
      readonly name: string;
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: Node[];
    };
type Element = Extract<Node, { kind: 'element' }>;

/** TwiML has three levels. What is nested deeper than this is shown as it came. */
const DEEPEST = 100;

/**
 * Formats XML as indented lines; `null` for HTML, and for what is not well-formed. Text is not changed: an element is broken into
 * lines only when there is nothing but white space between its children.
 *
 * The browser's own parser is not used: it applies the page's Content Security Policy to styles in the source, and logs them.
 */
export function xmlLines(source: string): XmlLine[] | null {
  return parse(source)?.flatMap((node) => nodeLines(node, 0)) ?? null;
}

/** What the document consists of at its top; `null` when it is HTML, or not well-formed. */
function parse(source: string): Node[] | null {
  const root: Element = { kind: 'element', name: '', attributes: {}, children: [] };
  const open = [root];
  let isRefused = false as boolean; // changed by the callbacks
  const add = (node: Node) => open.at(-1)?.children.push(node);
  const parser = new SaxesParser();
  parser.on('error', () => {
    isRefused = true;
  });
  parser.on('doctype', (doctype) => {
    if (/^\s*html\b/i.test(doctype)) isRefused = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { kind: 'element', name, attributes, children: [] };
    if (open.length > DEEPEST || (open.length === 1 && name.toLowerCase() === 'html')) isRefused = true;
    add(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (text) => {
    if (open.length > 1) add({ kind: 'text', text });
  });
  parser.on('cdata', (text) => add({ kind: 'cdata', text }));
  parser.on('comment', (text) => add({ kind: 'comment', text }));
  parser.write(source).close();
  return isRefused ? null : root.children;
}

function nodeLines(node: Node, depth: number): XmlLine[] {
  if (node.kind !== 'element' || !hasOnlyElements(node)) return [{ depth, tokens: inline(node) }];
  const children = node.children.filter((child) => !isBlank(child));
  return [
    { depth, tokens: startTag(node, '>') },
    ...children.flatMap((child) => nodeLines(child, depth + 1)),
    { depth, tokens: endTag(node) },
  ];
}

function inline(node: Node): Token[] {
  switch (node.kind) {
    case 'element':
      if (node.children.length === 0) return startTag(node, '/>');
      return [...startTag(node, '>'), ...node.children.flatMap(inline), ...endTag(node)];
    case 'comment':
      return [{ kind: 'comment', text: `<!--${node.text}-->` }];
    case 'cdata':
      return [{ kind: 'text', text: `<![CDATA[${node.text}]]>` }];
    case 'text':
      return [{ kind: 'text', text: escaped(node.text) }];
    default:
      return node satisfies never;
  }
}

const startTag = ({ name, attributes }: Element, close: '>' | '/>'): Token[] => [
  { kind: 'mark', text: '<' },
  { kind: 'name', text: name },
  ...Object.entries(attributes).flatMap(([attribute, value]): Token[] => [
    { kind: 'attribute', text: ` ${attribute}` },
    { kind: 'mark', text: '=' },
    { kind: 'value', text: `"${escaped(value).replaceAll('"', '&quot;')}"` },
  ]),
  { kind: 'mark', text: close },
];

const endTag = ({ name }: Element): Token[] => [
  { kind: 'mark', text: '</' },
  { kind: 'name', text: name },
  { kind: 'mark', text: '>' },
];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const isBlank = (node: Node): boolean => node.kind === 'text' && node.text.trim() === '';

const hasOnlyElements = ({ children }: Element): boolean =>
  children.some(({ kind }) => kind === 'element') &&
  children.every((child) => child.kind === 'element' || child.kind === 'comment' || isBlank(child));
