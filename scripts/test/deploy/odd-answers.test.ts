import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { closeWithTests } from 'test-support';
import { ACCOUNT, deployHere, NOTHING, STATUS, UNTOUCHED, UPLOAD } from '../support/deploy';
import { prepareDeploys } from '../support/deploys';
import { type Fault, twilioError } from '../support/serverless-faults';

// What npm run deploy does with answers that Twilio does not give, but something in between may.
const { project, api, deploy, infoFile, count } = prepareDeploys();

describe('a deploy', () => {
  it.each<[string, string, string]>([
    ['on another host', 'https://example.com', 'Nothing was sent there.'],
    ['without TLS', 'http://serverless.twilio.com', 'Nothing was sent there.'],
    ['without end', 'https://serverless.twilio.com', 'page after page, without end'],
  ])('that fails because a list has pages %s says so, and makes nothing twice', async (_, host, text) => {
    await deploy();
    const [service, before] = [api().resources.named('Services')[0]?.sid ?? '', count('Functions')];
    const endless = (on: string, key: string, path: string): Fault => ({
      on,
      does: {
        status: 200,
        body: { [key]: [], meta: { key, next_page_url: `${host}/v1/${path}?Page=1` } },
      },
    });
    const failsWith = async (headline: string, fault: Fault) => {
      api().setFaults([fault]);
      const { code, output } = await deploy();
      for (const part of [headline, text]) expect(output).toContain(part);
      expect(output).toMatch(/\n {2}npm run deploy$/);
      expect(code).toBe(1);
    };
    await failsWith(
      UNTOUCHED,
      endless('GET Services/:/Functions', 'functions', `Services/${service}/Functions`),
    );
    expect(count('Functions')).toBe(before);
    await rm(infoFile());
    await failsWith(NOTHING, endless('GET Services', 'services', 'Services'));
  });

  it.each(['GET Services', 'POST Services', 'GET Services/:/Environments', STATUS, UPLOAD])(
    'that fails because something else than Twilio answers %s with JSON says so',
    async (on) => {
      api().setFaults([{ on, does: { status: 200, body: {} } }]);
      const { code, output } = await deploy();
      expect(output).toContain(`What answered ${on.split(' ')[0] ?? ''} Services`);
      expect(output).toContain("is not Twilio's API");
      expect(code).toBe(1);
    },
  );

  it.each([
    [302, 'GET Services'],
    [307, 'POST Services/:/Environments/:/Variables'],
    [308, UPLOAD],
  ])('that fails because of a redirect (%i at %s) follows it nowhere', async (status, on) => {
    const location = `${api().url}/v1/elsewhere`;
    api().setFaults([{ on, does: { status, body: '', headers: { location } } }]);
    const { code, output } = await deploy();
    expect(output).toContain("is not Twilio's API");
    expect(code).toBe(1);
    expect(api().requests.filter(({ path }) => path.includes('elsewhere'))).toEqual([]);
  });

  it.each(['gzip', 'br'])('tries again after an answer that is no %s, as it says', async (encoding) => {
    const headers = { 'content-encoding': encoding };
    const does = { status: 200, body: 'x'.repeat(30), headers };
    api().setFaults([{ on: 'POST Services', times: 1, does }]);
    const { code, output, pauses } = await deploy();
    expect(output).toMatch(/POST Services: \w+; again in 1 s/);
    expect(pauses).toEqual([1000]);
    expect(code).toBe(0);
  });

  it.each<[string, Server]>([
    ['an alert of TLS', createSecureServer()],
    ['something else than TLS', createServer()],
  ])('says at once that Twilio cannot be reached when %s answers', async (_, server) => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    closeWithTests(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { code, output, pauses } = await deployHere(`https://127.0.0.1:${port}`, project());
    expect(output).toContain('Twilio cannot be reached (EPROTO at GET Services).');
    expect(pauses).toEqual([]);
    expect(code).toBe(1);
  });

  it('prints neither controls nor credentials of an answer', async () => {
    const basic = Buffer.from(`${ACCOUNT.username}:${ACCOUNT.password}`).toString('base64');
    const message = `\u001b[2J${ACCOUNT.password}\r\nAuthorization: Basic ${basic}`;
    api().setFaults([{ on: 'POST Services', does: twilioError(400, 20001, message) }]);
    const { code, output } = await deploy();
    expect(output).toContain('\nTwilio says: 20001  [2J... Authorization: Basic ... (https://');
    expect(code).toBe(1);
  });

  it('takes no Retry-After that is too long to be meant', async () => {
    const header = { 'retry-after': '9'.repeat(400) };
    api().setFaults([{ on: 'GET Services', does: twilioError(429, 20429, 'Too many requests', header) }]);
    const { code, output, pauses } = await deploy();
    expect(output).toContain('too long to be meant');
    expect(pauses).toEqual([]);
    expect(code).toBe(1);
  });
});
