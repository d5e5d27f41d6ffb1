import { ownPlaces } from 'functions-runtime';
import { type CallReportsOptions, createCallReports } from './call-reports';
import { CREDENTIALS, secretsOf } from './hidden-secrets';
import { startTwilioRun, type TwilioRun, type TwilioRunOptions } from './twilio-run';

/** A process that serves the Functions, and what is known of where it is. */
export type ReportedRun = TwilioRun & {
  /** Tells, by the options' `onFailure`, that the call of a request was not answered in time, and where it was. */
  readonly tooLate: (path: string, token: string | undefined) => void;
  /** Where the process is held up, in a sentence behind a space; empty when that is not known. Never rejects. */
  readonly heldUpAt: () => Promise<string>;
};

/**
 * Starts `twilio-run`, and tells of its calls.
 *
 * @throws Error when it ends before it listens.
 */
export async function startReportedRun(
  options: Omit<TwilioRunOptions, 'onMessage'>,
  reports: Omit<CallReportsOptions, 'root'>,
): Promise<ReportedRun> {
  const { root, context = {} } = options;
  const calls = createCallReports(
    { root, ...reports },
    { inFailures: secretsOf(root, context), inLogs: secretsOf(root, context, CREDENTIALS) },
  );
  const run = await startTwilioRun({ ...options, onMessage: calls.read });
  void run.ended.then(calls.ended);
  return {
    ...run,
    tooLate(path, token) {
      void calls.tooLate({ path, token }, run.whereIs);
    },
    async heldUpAt() {
      const [place] = ownPlaces((await run.whereIs()).stack ?? '', root);
      return place === undefined ? '' : ` It is at ${placeWords(place)}.`;
    },
  };
}

/** A place as terminals and editors know it: `src/functions/sms.ts:12:5`. */
export const placeWords = ({
  file,
  line,
  column,
}: {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}): string => [file, line, column].filter((part) => part !== undefined).join(':');
