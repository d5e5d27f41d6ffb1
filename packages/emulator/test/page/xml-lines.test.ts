import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { openBlankPage } from '../support/page';

/** As in `xml-lines.ts`, which needs the types of a browser. */
type XmlLine = {
  readonly depth: number;
  readonly tokens: readonly { readonly kind: string; readonly text: string }[];
};

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
  ['hello', null],
];

it('formats XML as indented lines, with all its text, and refuses what is not well-formed', async () => {
  const bundled = await build({
    entryPoints: [join(__dirname, '../../src/page/display/xml-lines.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'module',
  });
  await using opened = await openBlankPage();
  await opened.page.addScriptTag({ content: bundled.outputFiles[0]?.text ?? '' });

  const shown: typeof CASES = await Promise.all(
    CASES.map(async ([source]): Promise<(typeof CASES)[number]> => {
      const lines = await opened.page.evaluate<XmlLine[] | null>(
        `module.xmlLines(${JSON.stringify(source)})`,
      );
      return [
        source,
        lines?.map(({ depth, tokens }) => '  '.repeat(depth) + tokens.map(({ text }) => text).join('')) ??
          null,
      ];
    }),
  );
  expect(shown).toEqual(CASES);

  const [line] = await opened.page.evaluate<XmlLine[]>(`module.xmlLines('<a b="c">d</a>')`);
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
