/** Functions in TypeScript that fail, or print, by their paths below `src/functions`, without `.ts`. */
export const BROKEN_SOURCES: Readonly<Record<string, string>> = {
  throws: `export const handler = (): void => {
  const none: { text?: { length: number } } = {};
  console.log('before it fails');
  void none.text!.length;
};
`,
  rejects: `export const handler = async (): Promise<void> => {
  await null;
  throw new RangeError('nobody catches this');
};
`,
  loads: `const texts = JSON.parse('no JSON') as string[];
export const handler = (_: unknown, __: unknown, done: (e: null, t: string) => void): void => {
  done(null, texts[0] ?? '');
};
`,
  exits: `export const handler = (): void => {
  console.log('before the end');
  process.exit(3);
};
`,
  crashes: `export const handler = (): void => {
  setTimeout(() => {
    throw new Error('in a timer');
  }, 1);
};
`,
  killed: `export const handler = (): void => {
  console.log('last words');
  process.kill(process.pid, 'SIGKILL');
};
`,
  loops: `export const handler = (): void => {
  console.log('before the loop');
  for (let turn = 0; ; turn++) {
    Math.sqrt(turn);
  }
};
`,
  waits: `export const handler = async (): Promise<void> => {
  await new Promise(() => undefined);
};
`,
  twiml: `export const handler = (_: unknown, __: unknown, done: (e: null, t: object) => void): void => {
  const response = new Twilio.Response();
  response.appendHeader('Content-Type', 'text/xml');
  response.setBody('<?xml version="1.0"?>\\n<Response>\\n  <Message>hi</Massage>\\n</Response>');
  done(null, response);
};
`,
  talk: `import { conversation, conversationFunction, ask, oneOf } from 'sms-conversation';

export const handler = conversationFunction(
  conversation('talk', function* () {
    const colour = yield* ask('colour', 'Which colour?', oneOf('red', 'blue'));
    const codes: Record<string, { hex: string } | undefined> = {};
    return codes[colour]!.hex;
  }),
);
`,
  effect: `import { conversation, conversationFunction, ask, effect, text } from 'sms-conversation';

const save = async (name: string): Promise<string> => {
  await null;
  throw new Error(\`no room for \${name.length} letters\`);
};

export const handler = conversationFunction(
  conversation('effect', function* () {
    const name = yield* ask('name', 'Your name?', text());
    return yield* effect('save', () => save(name));
  }),
);
`,
  prints: `export const handler = (_: unknown, event: { Body: string }, done: (e: null, t: string) => void): void => {
  console.log('one of', event.Body);
  console.info({ body: event.Body });
  setTimeout(() => {
    console.warn('two of %s', event.Body);
    done(null, 'said');
    console.log('after it has called back', event.Body);
  }, 20);
};
`,
};
