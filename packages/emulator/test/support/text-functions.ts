// A process of its own: texts each Function of a folder, and prints the errors of each turn as a line of JSON. Its arguments: the
// folder, and what to do then: `end`, or `reject` a promise that nobody awaits.
import { startEmulator } from '../../src/driver';

const [, , functions = '', then = 'end'] = process.argv;

async function main(): Promise<void> {
  await using twilio = await startEmulator({ functions });
  for (const { name } of twilio.engine.numbers()) {
    const { errors } = await twilio.phone('+15551110000', { to: name }).send('hi');
    console.log(JSON.stringify({ name, errors: errors.map(({ code, detail }) => `${code} ${detail}`) }));
  }
  if (then !== 'reject') return;
  void Promise.reject(new Error('of the script itself'));
  await new Promise(() => undefined);
}

void main();
