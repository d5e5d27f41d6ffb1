import { send, TWILIO_LIMITS } from '../../src/engine/http';

// Run by test/emulator/tls.test.ts with NODE_EXTRA_CA_CERTS, which Node.js reads only when it starts: prints what comes
// of a request to each URL of the command line.
async function main(): Promise<void> {
  for (const url of process.argv.slice(2)) {
    const outcome = await send(
      { method: 'GET', url, headers: [['Host', new URL(url).host]], body: '' },
      TWILIO_LIMITS,
    );
    console.log(outcome.kind === 'failed' ? outcome.problem.code : outcome.response.status);
  }
}
void main();
