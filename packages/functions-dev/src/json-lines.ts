import type { Readable } from 'node:stream';

/** No message of ours is nearly as long. */
const LONGEST = 1000;

/**
 * Reads a stream of which each line is a JSON value. Whoever writes it may write anything: lines that are no JSON, or longer
 * than 1,000 characters, are skipped.
 */
export function readJsonLines(stream: Readable, onValue: (value: unknown) => void): void {
  let unfinished = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (unfinished + chunk).split('\n');
    unfinished = (lines.pop() ?? '').slice(0, LONGEST + 1);
    for (const line of lines) {
      const value = parse(line);
      if (value !== undefined) onValue(value);
    }
  });
}

function parse(line: string): unknown {
  if (line.length > LONGEST) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
