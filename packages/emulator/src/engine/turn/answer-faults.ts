import type { Problem } from '../debugger';
import { ANSWER_FAULTS, type FaultName } from '../faults';
import { connectionProblem } from '../http/connection-problem';
import type { HttpResponse } from '../http/http-response';
import type { Spoil } from '../http/retries';

/** What nginx answers when the server behind it does not. */
const BAD_GATEWAY: HttpResponse = {
  status: 502,
  headers: [
    ['Server', 'nginx'],
    ['Content-Type', 'text/html'],
  ],
  body: Buffer.from(
    '<html>\n<head><title>502 Bad Gateway</title></head>\n<body>\n<center><h1>502 Bad Gateway</h1></center>\n</body>\n</html>\n',
  ),
};

/**
 * What the fault that is on for a message does to the answer of its first try. A try that has no answer by itself stays as it is.
 *
 * @param advance - moves the emulator's clock, in milliseconds.
 */
export function spoilAnswer(
  faults: ReadonlySet<FaultName>,
  advance: (ms: number) => void,
): Spoil | undefined {
  const fault = ANSWER_FAULTS.find((name) => faults.has(name));
  if (fault === undefined) return undefined;
  return (tried, { readMs }) => {
    if (tried.kind === 'failed') return tried;
    const { response } = tried;
    switch (fault) {
      case 'answerSlowly': {
        advance(readMs);
        const detail = `Made slow on purpose: the answer came after ${readMs / 1000} s.`;
        return {
          ...{ kind: 'failed', problem: { code: 11205, detail }, response },
          ...{ reason: 'rt', waitedMs: readMs },
        };
      }
      case 'badGateway':
        return { kind: 'response', response: BAD_GATEWAY };
      case 'answerReset':
        return { kind: 'failed', problem: closed('read ECONNRESET') };
      case 'answerCutOff': {
        if (response.status >= 400) return tried; // its status alone says that it has failed
        const body = response.body.subarray(0, response.body.length / 2);
        return { kind: 'failed', problem: closed('aborted'), response: { ...response, body } };
      }
      case 'answerEmpty':
        return { kind: 'response', response: { ...response, body: Buffer.alloc(0) } };
      default:
        return fault satisfies never;
    }
  };
}

function closed(message: string): Problem {
  const problem = connectionProblem(Object.assign(new Error(message), { code: 'ECONNRESET' }), true);
  return { ...problem, detail: `${problem.detail} This is on purpose.` };
}
