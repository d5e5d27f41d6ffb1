import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { CERTIFICATES } from './support/certificates';
import { run } from 'test-support';
import { failed, outcome, turnAt } from './support/turns';
import { says, serveBytes, serveConnections, serveSecurely, serveWebhook } from './support/webhook-server';

const { selfSigned, expired, otherName } = CERTIFICATES;

it('a certificate that no known authority has signed is 11237', async () => {
  await using server = await serveSecurely(selfSigned);
  expect(outcome(await turnAt(server.url))).toEqual(failed(11237));
});

it('a server that speaks no TLS is 11220', async () => {
  await using server = await serveWebhook(says('hello'));
  expect(outcome(await turnAt(server.url.replace('http:', 'https:')))).toEqual(failed(11220));
  await using garbage = await serveBytes('what?\r\n');
  expect(outcome(await turnAt(`https://${garbage.host}/`))).toEqual(failed(11220));
});

it('a failed handshake is tried a second time, like any failure to connect', async () => {
  await using server = await serveSecurely(selfSigned);
  await turnAt(server.url);
  expect(server.connections()).toBe(2);
});

it('a connection that is closed instead of a handshake is 11205, after two tries', async () => {
  await using server = await serveConnections((socket) => void socket.once('data', () => socket.end()));
  expect(outcome(await turnAt(`https://${server.host}/sms`))).toEqual(failed(11205));
  expect(server.connections()).toBe(2);
});

it('of certificates whose signer is known, one of another name is 11235, and an expired one 11236', async () => {
  await using good = await serveSecurely(selfSigned);
  await using wrong = await serveSecurely(otherName);
  await using old = await serveSecurely(expired);
  expect(await outcomes(good.url, wrong.url, old.url)).toEqual(['200', '11235', '11236']);
});

it('the certificate of an app with a public address is that of the one on this machine', async () => {
  await using good = await serveSecurely(selfSigned);
  await using wrong = await serveSecurely(otherName);
  const seen = await outcomes(`${good.url}#elsewhere.example`, `${wrong.url}#elsewhere.example`);
  expect(seen).toEqual(['200', '11235']);
});

/** The outcomes of requests of a client that trusts every certificate. */
async function outcomes(...urls: string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sms-tls-'));
  const authorities = join(folder, 'authorities.pem');
  await writeFile(authorities, [selfSigned, otherName, expired].map(({ cert }) => cert).join(''));

  const client = run(
    process.cwd(),
    process.execPath,
    ['--import', 'tsx', 'packages/emulator/test/support/trusting-client.ts', ...urls],
    { NODE_EXTRA_CA_CERTS: authorities },
  );
  await client.ended;
  await rm(folder, { recursive: true });
  return client.output().trim().split('\n');
}
