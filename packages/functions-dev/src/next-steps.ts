import { quoted } from './deploy/next-command';
import { type DeployedFunction, webhookPaths } from './deployed-functions';

/** A deploy that has succeeded. */
export type FinishedDeploy = {
  /** Without `https://`, as `name-1234-dev.twil.io`. */
  readonly domain: string;
  readonly functions: readonly DeployedFunction[];
  /** The environment's domain suffix: `dev` by default, and the empty text for production. */
  readonly environment?: string;
  /** The file with the variables and the credentials, as it was named: `.env` by default. */
  readonly file?: string;
};

/** Says what is left to do after a deploy: how a phone number is pointed at it. The last lines, without a newline. */
export function nextSteps({ domain, functions, environment = 'dev', file = '.env' }: FinishedDeploy): string {
  const [path, ...others] = webhookPaths(functions);
  if (path === undefined) {
    return `https://${domain} serves no Function that a phone number could be pointed at: ${
      functions.length === 0 ? 'there are none.' : 'all are private.'
    }`;
  }
  const url = `https://${domain}${path}`;
  const command = ['npm run number -- +1...', path, ...flags(environment, file)].join(' ');
  const lines = [
    'What is left to do, once: point your phone number at it, in one of three ways (+1... is your number).',
    '',
    `  ${command}`,
    `  twilio phone-numbers:update +1... --sms-url ${url}`,
    '  Console: Phone Numbers, Manage, Active numbers, your number, Messaging Configuration,',
    `  "A message comes in": Webhook, ${url}, HTTP POST`,
  ];
  const more = `Other Functions that can be a webhook: ${others.join(', ')}`;
  return [...lines, ...(others.length > 0 ? ['', more] : [])].join('\n');
}

function flags(environment: string, file: string): string[] {
  const named = environment === '' ? ['--production'] : ['--environment', quoted(environment)];
  return [...(environment === 'dev' ? [] : named), ...(file === '.env' ? [] : ['--env', quoted(file)])];
}
