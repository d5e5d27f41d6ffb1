import type { State } from './state';

/** The size of a state, in bytes of JSON. A session cookie holds about 2,500. */
export const stateSize = (state: State): number => bytes(state);

/** How many bytes of JSON each step adds to a state, by step name, the largest first. */
export function stateSizeByStep({
  answers,
  done = {},
  of = {},
  said = {},
  again = {},
}: State): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const part of [answers, done, of, said, again]) {
    for (const [name, value] of Object.entries(part)) {
      const size = bytes({ [name]: value }) - 1; // without braces, with a comma
      sizes.set(name, (sizes.get(name) ?? 0) + size);
    }
  }
  return new Map([...sizes].sort(([, a], [, b]) => b - a));
}

/** A sentence for the error of a state that is too large: its size, and the sizes by step. */
export function describeStateSize(state: State): string {
  const sizes = [...stateSizeByStep(state)].map(
    ([name, size]) => `${name === '' ? 'the beginning' : `"${name}"`} ${size}`,
  );
  if (state.data !== undefined) sizes.unshift(`the data of begin() ${bytes(state.data)}`);
  return `The state is ${stateSize(state)} bytes of JSON: ${sizes.join(', ')}. Let the readers of the largest take less.`;
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
