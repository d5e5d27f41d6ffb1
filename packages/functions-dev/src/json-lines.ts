import type { Readable } from 'node:stream';

/**
 * Reads a stream of which each line is a JSON value. Whoever writes it may write anything: lines that are no JSON, or too long, are
 * skipped.
 *
 * @param longest - in characters.
 */
export function readJsonLines(stream: Readable, onValue: (value: unknown) => void, longest = 1000): void {
  let unfinished = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (unfinished + chunk).split('\n');
    unfinished = (lines.pop() ?? '').slice(0, longest + 1);
    for (const line of lines) {
      const value = line.length > longest ? undefined : parse(line);
      if (value !== undefined) onValue(value);
    }
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
