/** A piece of XML for highlighting. */
export type Token = {
  readonly kind: 'mark' | 'name' | 'attribute' | 'value' | 'text' | 'comment';
  readonly text: string;
};

/** A line of indented XML. */
export type XmlLine = { readonly depth: number; readonly tokens: readonly Token[] };

/**
 * Formats XML as indented lines; `null` when it is not well-formed. Text is not changed: an element is broken into
 * lines only when there is nothing but white space between its children.
 */
export function xmlLines(source: string): XmlLine[] | null {
  const document = new DOMParser().parseFromString(source, 'text/xml');
  if (document.querySelector('parsererror') !== null) return null;
  return [...document.childNodes].flatMap((node) => nodeLines(node, 0));
}

function nodeLines(node: Node, depth: number): XmlLine[] {
  if (!(node instanceof Element) || !hasOnlyElements(node)) return [{ depth, tokens: inline(node) }];
  const children = [...node.childNodes].filter((child) => !isBlank(child));
  return [
    { depth, tokens: startTag(node, '>') },
    ...children.flatMap((child) => nodeLines(child, depth + 1)),
    { depth, tokens: endTag(node) },
  ];
}

function inline(node: Node): Token[] {
  if (node instanceof Element) {
    if (node.childNodes.length === 0) return startTag(node, '/>');
    return [...startTag(node, '>'), ...[...node.childNodes].flatMap(inline), ...endTag(node)];
  }
  const text = node.nodeValue ?? '';
  if (node.nodeType === Node.COMMENT_NODE) return [{ kind: 'comment', text: `<!--${text}-->` }];
  if (node.nodeType === Node.CDATA_SECTION_NODE) return [{ kind: 'text', text: `<![CDATA[${text}]]>` }];
  return [{ kind: 'text', text: escaped(text) }];
}

const startTag = (element: Element, close: '>' | '/>'): Token[] => [
  { kind: 'mark', text: '<' },
  { kind: 'name', text: element.nodeName },
  ...[...element.attributes].flatMap(({ name, value }): Token[] => [
    { kind: 'attribute', text: ` ${name}` },
    { kind: 'mark', text: '=' },
    { kind: 'value', text: `"${escaped(value).replaceAll('"', '&quot;')}"` },
  ]),
  { kind: 'mark', text: close },
];

const endTag = (element: Element): Token[] => [
  { kind: 'mark', text: '</' },
  { kind: 'name', text: element.nodeName },
  { kind: 'mark', text: '>' },
];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const isBlank = (node: Node): boolean =>
  node.nodeType === Node.TEXT_NODE && (node.nodeValue ?? '').trim() === '';

const hasOnlyElements = (element: Element): boolean =>
  element.childElementCount > 0 &&
  [...element.childNodes].every(
    (child) => child instanceof Element || child instanceof Comment || isBlank(child),
  );
