import type { ServerResponse } from 'node:http';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAnew, NUMBER, type NumberProject, numberProject } from '../support/number';

const OTHER = 'https://other.example/hook';
let project: NumberProject;

beforeAll(async () => {
  project = await numberProject();
});
beforeEach(() => {
  deployAnew(project);
  project.api.account.addNumber(NUMBER, { sms_url: OTHER });
});

/** Sends an answer byte after byte, without end. @param enough - is called after the hundredth. */
function drip(response: ServerResponse, enough: () => void): void {
  let sent = 0;
  response.writeHead(200, { 'content-type': 'application/json' });
  const next = () => {
    if (response.destroyed) return;
    response.write(' ');
    if (++sent === 100) enough();
    setImmediate(next);
  };
  next();
}

describe('npm run number, when an answer does not end,', () => {
  it('gives it up, and ends the connection', async () => {
    const time = new AbortController();
    project.deadline = () => time.signal;
    let closed: Promise<unknown> = Promise.resolve();
    project.api.fault = () => (response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      drip(response, () => {
        time.abort();
      });
    };
    const { error } = await project.number(NUMBER);
    expect(error).toBe(
      'An answer had not ended when the time was up while looking for the phone number. ' +
        'Check the network, and the proxy if there is one. Then run the command again.\nNothing was changed.',
    );
    await closed;
  });

  it('gives up a change too, and says what became of it', async () => {
    let time = new AbortController();
    project.deadline = () => (time = new AbortController()).signal;
    const fault = (response: ServerResponse) => {
      drip(response, () => {
        time.abort();
      });
    };
    project.api.fault = ({ method }) => (method === 'POST' ? fault : undefined);
    const { error } = await project.number(NUMBER);
    expect(error).toMatch(
      /^An answer had not ended [^\n]* while changing [^\n]*\nThe number is unchanged\.$/,
    );
  });

  it('has a limit for each request by itself', async () => {
    const signals = new Set<AbortSignal>();
    project.deadline = () => {
      const { signal } = new AbortController();
      signals.add(signal);
      return signal;
    };
    await project.number(NUMBER);
    expect(signals.size).toBe(project.api.requests.length);
  });
});
