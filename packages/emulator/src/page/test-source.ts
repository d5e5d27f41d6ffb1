/** Columns of a line, as in `.prettierrc`. */
const WIDTH = 110;

/** A property of an object literal: the source of its value, or of each item of its array. */
export type Property = readonly [name: string, value: string | readonly string[]];

/** Whether Prettier leaves this on one line. */
export const fits = (line: string): boolean => widthOf(line) <= WIDTH;

/** Prettier counts two columns for an East Asian wide character or an emoji, and none for a combining one. */
const widthOf = (text: string): number =>
  /^[\u0000-\u007f]*$/.test(text)
    ? text.length
    : Array.from(text.replace(EMOJI, '  ')).reduce((sum, character) => sum + columnsOf(character), 0);

const EMOJI =
  /\p{Regional_Indicator}{2}|\p{Emoji}(?:\p{Emoji_Modifier}|\ufe0f\u20e3?|[\u{e0020}-\u{e007e}]+\u{e007f})?(?:\u200d\p{Emoji}(?:\p{Emoji_Modifier}|\ufe0f)?)*(?<![\d#*])/gu;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

function columnsOf(character: string): number {
  if (/[\u0300-\u036f\u200d\ufe00-\ufe0f]/.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** What would be unseen, misleading or broken in source code: controls, separators, directions, lone surrogates. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string literal with Prettier's quotes: single ones, unless double ones need fewer escapes. */
export function quote(text: string): string {
  const mark = text.split("'").length > text.split('"').length ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(mark, `\\${mark}`)
    .replace(UNSEEN, (c) => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${mark}${escaped}${mark}`;
}

/** An array literal on one line. */
export const flatArray = (items: readonly string[]): string => `[${items.join(', ')}]`;

/** An array literal with an item a line (of numbers, as many as fit), closed at the indentation. */
export function brokenArray(items: readonly string[], indent: number): string {
  const inner = ' '.repeat(indent + 2);
  return `[\n${rows(items, inner).join('\n')}\n${' '.repeat(indent)}]`;
}

function rows(items: readonly string[], inner: string): string[] {
  if (!items.every((item) => /^\d+$/.test(item))) return items.map((item) => `${inner}${item},`);
  const lines: string[] = [];
  for (const item of items) {
    const longer = `${lines.at(-1) ?? ''} ${item},`;
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(`${inner}${item},`);
  }
  return lines;
}

/** `head(argument, { ... })end`, on one line when it fits, else with its last argument broken, else each. */
export function callWithOptions(
  head: string,
  argument: string | null,
  { options, end = ';', flat = false }: { options: readonly Property[]; end?: string; flat?: boolean },
): string {
  const first = argument === null ? [] : [argument];
  const object = options.length === 0 ? [] : [`{ ${options.map(flatProperty).join(', ')} }`];
  if (flat) return `(${[...first, ...object].join(', ')})`;

  const line = `${head}(${[...first, ...object].join(', ')})${end}`;
  if (fits(line)) return line;

  const indent = /^ */.exec(head)?.[0].length ?? 0;
  const hugged = `${head}(${[...first, '{'].join(', ')}`;
  if (options.length > 0 && fits(hugged)) {
    return `${hugged}\n${properties(options, indent + 2)}\n${' '.repeat(indent)}})${end}`;
  }
  const inner = ' '.repeat(indent + 2);
  const each = [...first, ...object].map((item) => `${inner}${item},`);
  const last = each.at(-1) ?? '';
  if (options.length > 0 && !fits(last)) {
    each[each.length - 1] = `${inner}{\n${properties(options, indent + 4)}\n${inner}},`;
  }
  return `${head}(\n${each.join('\n')}\n${' '.repeat(indent)})${end}`;
}

const flatProperty = ([name, value]: Property): string =>
  `${name}: ${typeof value === 'string' ? value : flatArray(value)}`;

function properties(options: readonly Property[], indent: number): string {
  const space = ' '.repeat(indent);
  return options
    .map(([name, value]) => {
      const line = `${space}${flatProperty([name, value])},`;
      // A value that is too long goes to a line of its own, but not after a name as short as an indentation.
      if (fits(line) || (typeof value === 'string' && name.length <= 2)) return line;
      return typeof value === 'string'
        ? `${space}${name}:\n${space}  ${value},`
        : `${space}${name}: ${brokenArray(value, indent)},`;
    })
    .join('\n');
}
