import { DEFAULT_SETTINGS } from '../../src/engine/http/connection-overrides';
import { sendRequest } from '../../src/engine/http/retries';
import { TWILIO_LIMITS } from '../../src/engine/limits';
import { startRealTimer } from 'functions-runtime';

// Run by tls.test.ts with NODE_EXTRA_CA_CERTS, which Node.js reads only when it starts. Prints the outcome of a request
// to each URL of the command line: a status, or the code of Twilio's debugger. What is behind `#` is the host of the public address.
async function main(): Promise<void> {
  for (const argument of process.argv.slice(2)) {
    const [sentTo = '', host = new URL(sentTo).host] = argument.split('#');
    const outcome = await sendRequest(
      { method: 'GET', url: `https://${host}/sms`, sentTo, headers: [['Host', host]], body: '' },
      DEFAULT_SETTINGS,
      { limits: TWILIO_LIMITS, startTimer: startRealTimer, stopping: new AbortController().signal },
    );
    console.log(outcome.kind === 'failed' ? outcome.problem.code : outcome.response.status);
  }
}
void main();
