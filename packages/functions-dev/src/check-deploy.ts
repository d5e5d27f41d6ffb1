/** What a deploy would go to Twilio with. */
export type DeploySettings = {
  /** The file with the variables, as it was named. */
  readonly file: string;
  /** Everything that the file says; `undefined` when there is no such file. */
  readonly variables: Variables | undefined;
  /** From the command line, in place of the file's `ACCOUNT_SID`. */
  readonly username?: string | undefined;
  /** From the command line, in place of the file's `AUTH_TOKEN`. */
  readonly password?: string | undefined;
};

/** What a deploy uploads as variables of the Functions, and the credentials beside them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A project's own check of its variables: what is wrong, each with what to do. Never holds a secret. */
export type CheckVariables = (variables: Variables) => string[];

/** The largest variable that Twilio takes, name and value, in bytes (https://www.twilio.com/docs/api/errors/82006). */
const MAX_VARIABLE = 450;
/** The same for all variables together. "3 kB" is read as the smaller of its two meanings. */
const MAX_VARIABLES = 3000;

/** An account or an API key, as the Console shows them. */
const USERNAME = /^(AC|SK)[0-9a-f]{32}$/i;

/**
 * Looks for what would make a deploy fail halfway, or leave behind a service that cannot answer.
 *
 * @param checkVariables - the project's own check, made between those of the credentials and of the sizes.
 * @returns what is wrong, each with what to do; nothing when the deploy can go ahead. Never holds a secret.
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
