import { describe, expect, it } from '@jest/globals';
import { failureText } from '../../src/deploy/deploy-failure';
import { explainRequest } from '../../src/deploy/explain-request';
import { RequestFailure, type RequestTrouble } from '../../src/deploy/request-failure';

/** What is printed for a request that failed for good. */
function printed(trouble: RequestTrouble): string {
  const failure = new RequestFailure('GET Services', trouble, 1);
  const explaining = { again: 'npm run deploy', credentials: 'ACCOUNT_SID in .env' };
  return failureText(explainRequest(failure, explaining), 'nothing');
}

const busy = (retryAfter?: number) => printed({ kind: 'status', status: 429, retryAfter });

describe('a failed request', () => {
  it.each([
    [undefined, '\n\nIn some minutes:\n'],
    [86_400, '\n\nIt asks to wait 86400 s. Then:\n'],
    [86_401, 'too long to be meant. In some minutes:\n'],
    [Infinity, 'too long to be meant. In some minutes:\n'],
  ])('after which Twilio asks to wait for %p seconds says so', (retryAfter, text) => {
    expect(busy(retryAfter)).toContain(text);
  });

  it('for a certificate that is not trusted has advice about certificates', () => {
    const text = printed({ kind: 'untrusted', errno: 'CERT_HAS_EXPIRED' });
    expect(text).toContain('is not trusted (CERT_HAS_EXPIRED at GET Services).');
    for (const advice of ['the clock of this machine', 'NODE_EXTRA_CA_CERTS']) expect(text).toContain(advice);
    expect(text).toMatch(/ Then:\n {2}npm run deploy$/);
  });

  it("has Twilio's words on one line, without what would act on a terminal", () => {
    const text = 'No\u001b[2J\u009b2J\u0007\r\nPerhaps deployed\u202e';
    expect(printed({ kind: 'status', status: 400, code: 20001, text })).toContain(
      '\nTwilio says: 20001 No [2J 2J Perhaps deployed  (https://www.twilio.com/docs/api/errors/20001)\n',
    );
  });
});
