import { DeployFailure } from './deploy-failure';
import type { ApiResource, Pause, ServerlessClient } from './serverless-client';

/** Source: https://www.twilio.com/docs/serverless/api/resource/build, "poll every second". */
const POLL_MS = 1000;
/** The toolkit's own limit. */
const BUILD_LIMIT_MS = 5 * 60_000;

/** The documented fields of a build's status. What Twilio may add to them, as a reason, is printed. */
const DOCUMENTED = ['sid', 'account_sid', 'service_sid', 'status', 'url'];

export type Building = {
  readonly service: string;
  readonly build: string;
  /** The command that makes it live, and the one that deploys again. */
  readonly promote: string;
  readonly again: string;
};

/**
 * Waits until a build is completed.
 *
 * @param now - the time in milliseconds, from any beginning. The limit holds for it and for the pauses, because each question
 *   takes time as well.
 * @throws DeployFailure when it fails, or takes longer than five minutes.
 */
export async function waitForBuild(
  client: ServerlessClient,
  building: Building,
  pause: Pause,
  now = () => performance.now(),
): Promise<void> {
  const began = now();
  for (let paused = 0; ; paused += POLL_MS) {
    const answer = await client.get(`Services/${building.service}/Builds/${building.build}/Status`);
    if (answer.status === 'completed') return;
    if (answer.status === 'failed') throw failed(building, answer);
    if (Math.max(paused, now() - began) >= BUILD_LIMIT_MS) throw slow(building);
    await pause(POLL_MS);
  }
}

function failed({ build, again }: Building, answer: ApiResource): DeployFailure {
  const reasons = Object.entries(answer).filter(([name]) => !DOCUMENTED.includes(name));
  return new DeployFailure(
    `Twilio could not build what was uploaded (${build}). ` +
      (reasons.length === 0
        ? 'Its API gives no reason.'
        : `It says: ${JSON.stringify(Object.fromEntries(reasons))}`),
    'Look at `dependencies` in package.json, which Twilio installs: only published, exact versions, and of ' +
      '@twilio/runtime-handler one that Twilio has (2.0.1). Then, or if nothing is wrong with them:\n' +
      `  ${again}`,
  );
}

const slow = ({ build, promote, again }: Building) =>
  new DeployFailure(
    `Twilio is still building (${build}), after ${BUILD_LIMIT_MS / 60_000} minutes.`,
    `Make that build live, with the variables, when it is completed:\n  ${promote}\nOr build anew:\n  ${again}`,
  );
