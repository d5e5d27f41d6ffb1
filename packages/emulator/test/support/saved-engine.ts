import { createEngine } from '../../src/engine/engine';
import type { Engine } from '../../src/engine/engine-type';
import { createManualTimers } from './manual-timers';
import { ACCOUNT } from './rest-client';
import { SMS, EXCHANGE } from './samples';
import { ANN, BEN, NUMBER } from './turns';

/** A new engine, whose requests never time out. */
export const newEngine = (account = ACCOUNT): Engine =>
  createEngine({ account, startTimer: createManualTimers().startTimer });

/** An engine in which there is something of everything. */
export async function fullEngine(webhook: string): Promise<Engine> {
  const engine = newEngine();
  engine.setNumber({ ...SMS, number: NUMBER, smsUrl: webhook });
  engine.changeNumber('+15552229999', { smsUrl: webhook, kind: 'tollFree' });
  engine.advance(3600_000);
  engine.setSettings({ mediaAuth: true });
  engine.setFaults({ apiSlow: 'next' });
  engine.phones.add('whatsapp:+15551110009');
  engine.phones.setProfileName('whatsapp:+15551110009', 'Cleo');
  for (const body of ['one', 'two']) await engine.send({ from: ANN, to: NUMBER, body });
  await engine.send({ from: BEN, to: '+15552229999', body: 'STOP' });
  const { sid } = engine.services.create({ friendlyName: 'Service', useInboundWebhookOnNumber: true });
  engine.services.addSender(sid, NUMBER);
  const by = { from: NUMBER, media: [], service: { sid, hasChosen: true } };
  engine.messages.send(
    { ...by, to: ANN, body: 'later', sendAt: engine.clock().now + 7200_000 },
    () => EXCHANGE,
  );
  engine.phones.set(BEN, false);
  engine.messages.send({ ...by, to: BEN, body: 'waits' }, () => EXCHANGE);
  const service = engine.sync.findService('default');
  if (service === undefined) throw new Error('There is no service.');
  engine.sync.create(service, { uniqueName: 'note', data: '{"step":2}', ttl: 3600 });
  await engine.settled();
  return engine;
}

/** All that an engine shows; its time goes on. */
export const shownBy = (engine: Engine) => ({
  offset: engine.clock().offset,
  numbers: engine.numbers(),
  settings: engine.settings(),
  faults: engine.faults(),
  phones: [engine.phones.all(), engine.phones.off(), engine.phones.profileNames()],
  conversations: engine.conversations(),
  messages: engine.messages.all(),
  scheduled: engine.messages.scheduled(),
  services: engine.services.all(),
  documents: engine.sync.documents(),
  startedAt: engine.startedAt,
});
