import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createClock } from '../../src/engine/clock';
import { createSync } from '../../src/engine/sync/sync';

/** What is known of a live document without its store. */
type Known = { readonly data: string; readonly revision: number; readonly expiresAt: number | null };

const name = fc.constantFrom('a', 'b', 'c');
const ttl = fc.constantFrom(undefined, 0, 1, 60, 3600);
const data = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })).map((value) => JSON.stringify(value));
const revision = fc.constantFrom(undefined, '0', '1', '2', '7');
const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const), name, data, ttl }),
  fc.record({
    do: fc.constant('update' as const),
    ...{ name, ttl, revision },
    data: fc.option(data, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('delete' as const), name, revision }),
  fc.record({ do: fc.constant('advance' as const), seconds: fc.constantFrom(1, 59, 3600) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What a step does to the live documents, and its outcome. */
function applyTo(model: Map<string, Known>, one: Step, now: number): string {
  if (one.do === 'advance') return 'advanced';
  const end = (seconds: number): number | null => (seconds === 0 ? null : now + seconds * 1000);
  const known = model.get(one.name);
  if (one.do === 'create') {
    if (known !== undefined) return 'taken';
    model.set(one.name, { data: one.data, revision: 0, expiresAt: end(one.ttl ?? 0) });
    return 'written';
  }
  if (known === undefined) return 'missing';
  if (one.revision !== undefined && one.revision !== String(known.revision)) return 'stale';
  if (one.do === 'delete') model.delete(one.name);
  else
    model.set(one.name, {
      data: one.data ?? known.data,
      revision: known.revision + 1,
      expiresAt: one.ttl === undefined ? known.expiresAt : end(one.ttl),
    });
  return 'written';
}

it('whatever is created, updated, deleted and expires, Sync has the documents that it must have', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let time = 0;
      const clock = createClock(() => time);
      const sync = createSync(clock);
      const service = sync.findService('default');
      if (service === undefined) throw new Error('There is a default service.');
      const run = (one: Step): string => {
        if (one.do === 'advance') {
          clock.advance(one.seconds * 1000);
          return 'advanced';
        }
        if (one.do === 'create') return sync.create(service, { ...one, uniqueName: one.name }).kind;
        const document = sync.find(service.sid, one.name);
        if (document === undefined) return 'missing';
        return one.do === 'update'
          ? sync.update(document, one, one.revision).kind
          : sync.delete(document, one.revision).kind;
      };

      const model = new Map<string, Known>();
      for (const one of steps) {
        time += 100; // so slowly that no update is one too many
        for (const [key, { expiresAt }] of model)
          if (expiresAt !== null && expiresAt <= clock.now()) model.delete(key);
        const now = clock.now();
        expect(run(one)).toBe(applyTo(model, one, now));
        for (const [key, { expiresAt }] of model)
          if (expiresAt !== null && expiresAt <= clock.now()) model.delete(key);

        const live = sync.documents();
        expect(live.map(({ uniqueName }) => uniqueName).sort()).toEqual([...model.keys()].sort());
        for (const document of live) {
          expect(document).toMatchObject(model.get(document.uniqueName ?? '') ?? {});
          expect(sync.find(service.sid, document.sid)).toBe(document);
          expect(sync.find(service.sid, document.uniqueName ?? '')).toBe(document);
        }
        const serials = live.map(({ serial }) => serial);
        expect(serials).toEqual([...serials].sort((a, b) => a - b)); // the oldest first
      }
    }),
    { numRuns: 300 },
  );
});
