import { describe, expect, it } from '@jest/globals';
import { waitForBuild } from '../../src/deploy/wait-for-build';
import type { ServerlessClient } from '../../src/deploy/serverless-client';

const BUILDING = { service: 'ZS1', build: 'ZB1', promote: 'promote it', again: 'deploy again' };

/** Waits for a build that is never completed, with a clock that goes on by so much with each question and each pause. */
async function waitInVain(questionMs: number, pauseMs: number) {
  const waited = { questions: 0, ms: 0 };
  const get: ServerlessClient['get'] = () => {
    waited.questions++;
    waited.ms += questionMs;
    return Promise.resolve({ sid: 'ZB1', status: 'building' });
  };
  const pause = () => Promise.resolve((waited.ms += pauseMs));
  const ended = waitForBuild({ get } as ServerlessClient, BUILDING, pause, () => waited.ms);
  await expect(ended).rejects.toThrow('still building (ZB1), after 5 minutes.');
  return waited;
}

describe('a build that is never completed', () => {
  it('is waited for five minutes', async () => {
    expect(await waitInVain(0, 1000)).toEqual({ questions: 301, ms: 300_000 });
  });

  it('is waited for five minutes also when each question takes long', async () => {
    expect(await waitInVain(9000, 1000)).toEqual({ questions: 31, ms: 309_000 });
  });

  it('is not waited for without end by a clock that stands still', async () => {
    expect(await waitInVain(0, 0)).toEqual({ questions: 301, ms: 0 });
  });
});
