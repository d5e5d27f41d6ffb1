import { printable } from '../printable';
import { DeployFailure } from './deploy-failure';
import { type RequestFailure, type RequestTrouble } from './request-failure';

export type Explaining = {
  /** The command that deploys again. */
  readonly again: string;
  /** Where the two credentials come from, as `ACCOUNT_SID in .env`. */
  readonly credentials: string;
};

type Refused = Extract<RequestTrouble, { kind: 'status' }>;

/** What a request that failed for good means, and what to do. */
export function explainRequest(failure: RequestFailure, explaining: Explaining): DeployFailure {
  const [what, advice] = explained(failure, explaining);
  return new DeployFailure(what + twilioSays(failure.trouble), `${advice}\n  ${explaining.again}`);
}

function explained({ request, trouble, tries }: RequestFailure, explaining: Explaining): [string, string] {
  const often = tries === 1 ? '' : `, ${tries} times`;
  switch (trouble.kind) {
    case 'status':
      return refused(trouble, `${request}${often}`, explaining);
    case 'not-twilio':
      return [
        `What answered ${request} is not Twilio's API: it sent something else.`,
        'A proxy or the login page of a network may be in between. When it is not:',
      ];
    case 'cut':
      return [
        trouble.errno === 'ETIMEDOUT'
          ? `Twilio did not answer in time (ETIMEDOUT at ${request}${often}).`
          : `The connection to Twilio was cut (${trouble.errno}) at ${request}${often}.`,
        'When the network holds:',
      ];
    case 'unreachable':
      return [
        `Twilio cannot be reached (${trouble.errno} at ${request}${often}).`,
        'Look at the network, at HTTP_PROXY, and at TWILIO_REGION and TWILIO_EDGE, which make the name of the host. Then:',
      ];
    case 'untrusted':
      return [
        `The certificate that came in the place of Twilio's is not trusted (${trouble.errno} at ${request}${often}).`,
        'Look at the clock of this machine: a certificate holds from one date to another. A proxy that inspects TLS sends one ' +
          'of its own: set NODE_EXTRA_CA_CERTS in the environment to the file of its CA. Then:',
      ];
  }
}

function refused(
  { status, retryAfter }: Refused,
  request: string,
  { credentials }: Explaining,
): [string, string] {
  if (status === 401)
    return [
      `Twilio does not know the credentials: ${credentials}.`,
      'Copy them anew from https://console.twilio.com, Account Info. Then:',
    ];
  if (status === 403)
    return [
      `Twilio does not let these credentials do ${request}: ${credentials}.`,
      'Use those of the account, or an API key of the type Main or Standard. Then:',
    ];
  if (status === 404) return [`${request} was not found: it was removed during the deploy.`, 'Begin again:'];
  if (status === 409)
    return [
      `Another deploy has done ${request} at the same time.`,
      'When the other one has ended, if this one is to replace it:',
    ];
  if (status === 429)
    return [`Twilio takes no more requests now (429 at ${request}).`, waitingFor(retryAfter)];
  if (status >= 500)
    return [
      `Twilio failed (${status} at ${request}).`,
      'https://status.twilio.com shows whether it has trouble. When it has not:',
    ];
  return [`Twilio refuses ${request} (${status}).`, 'When that is corrected:'];
}

/** In seconds. The header may have any number of digits; one that asks for more cannot be followed. */
const A_DAY = 86_400;

function waitingFor(retryAfter: number | undefined): string {
  if (retryAfter === undefined) return 'In some minutes:';
  if (retryAfter > A_DAY)
    return 'It asks to wait for more than a day, which is too long to be meant. In some minutes:';
  return `It asks to wait ${retryAfter} s. Then:`;
}

function twilioSays(trouble: RequestTrouble): string {
  if (trouble.kind !== 'status' || (trouble.code ?? trouble.text) === undefined) return '';
  const { code, text = '' } = trouble;
  const page = code === undefined ? '' : ` (https://www.twilio.com/docs/api/errors/${code})`;
  return `\nTwilio says: ${[code, printable(text)].filter(Boolean).join(' ')}${page}`;
}
