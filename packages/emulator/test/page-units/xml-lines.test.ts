import { expect, it } from '@jest/globals';
import { xmlLines } from '../../src/page/display/xml-lines';

/** Each source, and the lines that it is shown as; `null` when it is not well-formed. */
const CASES: readonly [source: string, lines: readonly string[] | null][] = [
  ['<Response/>', ['<Response/>']],
  ['<Response></Response>', ['<Response/>']],
  ['<Response><Message>hi</Message></Response>', ['<Response>', '  <Message>hi</Message>', '</Response>']],
  [
    '<?xml version="1.0"?>\n<Response>\n\n<Message to="+1">  a\n b </Message>\n</Response>',
    ['<Response>', '  <Message to="+1">  a\n b </Message>', '</Response>'],
  ],
  [
    '<Response><Message><Body>hi</Body><Media>http://a/b.png</Media></Message></Response>',
    [
      '<Response>',
      '  <Message>',
      '    <Body>hi</Body>',
      '    <Media>http://a/b.png</Media>',
      '  </Message>',
      '</Response>',
    ],
  ],
  ['<a>text <b>bold</b> text</a>', ['<a>text <b>bold</b> text</a>']],
  ['<a> </a>', ['<a> </a>']],
  ['<a>&lt;&amp;&gt;</a>', ['<a>&lt;&amp;&gt;</a>']],
  [`<a b='"&lt;'/>`, ['<a b="&quot;&lt;"/>']],
  ['<a><!-- c --><b/></a>', ['<a>', '  <!-- c -->', '  <b/>', '</a>']],
  ['<a><![CDATA[<b>]]></a>', ['<a><![CDATA[<b>]]></a>']],
  ['<Response><Message>', null],
  ['<a>&nbsp;</a>', null],
  ['<a/><b/>', null],
  ['<a xml:lang="en" b="1"/>', ['<a xml:lang="en" b="1"/>']],
  ['hello', null],
  ['', null],
  ['<!DOCTYPE html><html><p style="color: red">hi</p></html>', null],
  ['<!doctype HTML>\n<p/>', null],
  ['<html xmlns="http://www.w3.org/1999/xhtml"/>', null],
  ['<?xml version="1.0"?><HTML><body/></HTML>', null],
  ['<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', null],
];

const words = (source: string): string[] | null =>
  xmlLines(source)?.map(
    ({ depth, tokens }) => '  '.repeat(depth) + tokens.map(({ text }) => text).join(''),
  ) ?? null;

it.each(CASES)(
  'formats XML as indented lines, and leaves HTML and what is not well-formed: %j',
  (source, lines) => {
    expect(words(source)).toEqual(lines);
  },
);

it('leaves what is nested too deeply', () => {
  expect(xmlLines('<a>'.repeat(100) + '</a>'.repeat(100))).not.toBeNull();
  expect(xmlLines('<a>'.repeat(20_000) + '</a>'.repeat(20_000))).toBeNull();
});

it('names what each piece is', () => {
  const [line] = xmlLines('<a b="c">d</a>') ?? [];
  expect(line?.tokens.map(({ kind, text }) => [kind, text])).toEqual([
    ['mark', '<'],
    ['name', 'a'],
    ['attribute', ' b'],
    ['mark', '='],
    ['value', '"c"'],
    ['mark', '>'],
    ['text', 'd'],
    ['mark', '</'],
    ['name', 'a'],
    ['mark', '>'],
  ]);
});
