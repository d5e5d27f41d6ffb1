/** JSON of an object or array, indented; `null` for any other text. */
export function indentJson(source: string): string | null {
  if (!/^\s*[{[]/.test(source)) return null;
  try {
    return JSON.stringify(JSON.parse(source), null, 2);
  } catch {
    return null;
  }
}
