/** What a deploy would use. */
export type DeploySettings = {
  /** The file with the variables, as it was named on the command line. */
  readonly file: string;
  /** The variables in the file; `undefined` when there is no such file. */
  readonly variables: Variables | undefined;
  /** `--username`, which overrides the file's `ACCOUNT_SID`. */
  readonly username?: string | undefined;
  /** `--password`, which overrides the file's `AUTH_TOKEN`. */
  readonly password?: string | undefined;
};

/** The variables that a deploy uploads, and the credentials. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A project's own check of its variables. Returns each problem with what to do about it, and never a secret. */
export type CheckVariables = (variables: Variables) => string[];

/** The largest variable that Twilio accepts, name and value, in bytes (https://www.twilio.com/docs/api/errors/82006). */
const MAX_VARIABLE = 450;
/** The same for all variables together. The documentation says 3 kB, which is taken for 3,000 bytes, the stricter reading. */
const MAX_VARIABLES = 3000;

/** The SID of an account or of an API key, as the Console shows it. */
const USERNAME = /^(AC|SK)[0-9a-f]{32}$/i;

/**
 * Finds what would make a deploy fail halfway, or result in a service that cannot answer.
 *
 * @param checkVariables - the project's own check, made between those of the credentials and of the sizes.
 * @returns each problem with what to do about it, and never a secret; none when the deploy can go ahead.
 */
export function problemsOfDeploy(settings: DeploySettings, checkVariables: CheckVariables): string[] {
  const { file, variables } = settings;
  if (variables === undefined) {
    return [
      `There is no ${file}. Make it from .env.example (npm start does so, with a fresh SESSION_SECRET) and set ` +
        'ACCOUNT_SID and AUTH_TOKEN in it. ' +
        'To update a service that has been deployed before, give it the SESSION_SECRET of that service.',
    ];
  }
  return [...credentials(settings, variables), ...checkVariables(variables), ...sizes(file, variables)];
}

function credentials({ file, username, password }: DeploySettings, variables: Variables): string[] {
  const sid = username ?? variables.ACCOUNT_SID ?? '';
  const token = password ?? variables.AUTH_TOKEN ?? '';
  const missing = [...(sid === '' ? ['ACCOUNT_SID'] : []), ...(token === '' ? ['AUTH_TOKEN'] : [])];
  if (missing.length > 0) {
    return [
      `${missing.join(' and ')} missing in ${file}. Copy the two from https://console.twilio.com, Account Info. ` +
        'Only these names are read, and only from this file (or as --username and --password).',
    ];
  }
  if (USERNAME.test(sid)) return [];
  const named = username === undefined ? `ACCOUNT_SID in ${file}` : '--username';
  return [`${named} is not one: it begins with AC (an API key with SK), and 32 hexadecimal digits follow.`];
}

function sizes(file: string, variables: Variables): string[] {
  const uploaded = Object.entries(variables).filter(
    ([name, value = '']) => value !== '' && name !== 'ACCOUNT_SID' && name !== 'AUTH_TOKEN',
  );
  const bytes = uploaded.map(([name, value = '']) => Buffer.byteLength(name + value));
  const total = bytes.reduce((sum, size) => sum + size, 0);
  const large = uploaded.flatMap(([name], index) => {
    const size = bytes[index] ?? 0;
    return size > MAX_VARIABLE
      ? [`${name} in ${file} takes ${size} bytes with its name; Twilio takes ${MAX_VARIABLE}. Shorten it.`]
      : [];
  });
  if (total <= MAX_VARIABLES) return large;
  return [
    ...large,
    `The variables in ${file} take ${total} bytes with their names; Twilio takes ${MAX_VARIABLES}. ` +
      'Take out what the Functions do not read: every line of the file is uploaded.',
  ];
}
