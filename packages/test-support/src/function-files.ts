import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './clean-up';

/** Writes files into a new folder, by their paths below it, as `functions/sms.js` and `assets/texts.private.json`. Returns the folder. */
export async function writeProject(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

/** A Function whose handler has this body. */
export const handler = (body: string): string =>
  `exports.handler = function (context, event, callback) {\n${body}\n};\n`;

/** A Function that answers with one message, whose text this expression gives. `before`: what stands above the handler. */
export const answering = (expression: string, before = ''): string =>
  before +
  handler(
    `const twiml = new Twilio.twiml.MessagingResponse();\ntwiml.message(String(${expression}));\ncallback(null, twiml);`,
  );
