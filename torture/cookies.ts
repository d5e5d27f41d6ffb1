import fc from 'fast-check';
import { HOUR, MINUTE, NOON, OTHER_SECRET, SECRET } from 'test-support';
import { forge, payloadOf } from './forged';
import { atNoon, type CookieFunction, cookieFunctions } from './functions';
import { everyEdit } from './every-edit';
import { hostileCookies } from './hostile-cookies';
import type { Trial } from './trial';
import { tryCases, tryListed } from './try-cases';

/** Cookies that must be accepted, so that it means something that others are not. Gives what is wrong. */
async function tryGenuine({ cookie, genuine, text }: CookieFunction): Promise<string | undefined> {
  for (const value of genuine) {
    const payload = payloadOf(value);
    const accepted: Record<string, readonly [value: string, secret?: string]> = {
      'a genuine cookie': [value],
      'the same, made by the trial': [forge({ name: cookie, payload })],
      'one that ends now': [forge({ name: cookie, payload, issued: String(NOON - 4 * HOUR + 1) })],
      'one of a clock that is ahead': [forge({ name: cookie, payload, issued: String(NOON + 5 * MINUTE) })],
      'one of a secret that is rotated out': [value, `${OTHER_SECRET},${SECRET}`],
      'one of a secret that is rotated in': [
        forge({ name: cookie, payload, secret: OTHER_SECRET }),
        `${SECRET},${OTHER_SECRET}`,
      ],
    };
    for (const [what, [made, secret]] of Object.entries(accepted)) {
      if (!(await text({ [cookie]: made }, {}, secret)).isContinued) return `${what} is not accepted`;
    }
    for (const [From, secret] of [['+15551110001'], [undefined, OTHER_SECRET]]) {
      const event = From === undefined ? {} : { From };
      if ((await text({ [cookie]: value }, event, secret)).isContinued)
        return 'a genuine cookie is accepted from another phone, or without its secret';
    }
  }
  return undefined;
}

/** Of each chunk and Function: how many cookies are tried that must be accepted. */
const countGenuine = (targets: readonly CookieFunction[]): number =>
  targets.reduce((sum, { genuine }) => sum + genuine.length * 6, 0);

/** Random hostile cookies: none may be read as a session, and none may make the Function throw. */
export const cookies: Trial = {
  name: 'cookies',
  count: 1_000_000,
  short: 4000,
  run: ({ count, seed, folder }) =>
    atNoon(async () => {
      const targets = await cookieFunctions(folder);
      const cases = fc.oneof(
        ...targets.map((target) => hostileCookies(target).map((hostile) => ({ target, hostile }))),
      );
      let accepted = 0;
      const wrong = await tryCases({ count, seed }, cases, async () => {
        const problem = await findGenuineProblem(targets);
        if (problem === undefined) accepted += countGenuine(targets);
        return {
          judge: async ({ target, hostile }) =>
            (await target.text(hostile.cookies())).isContinued ? 'It was accepted.' : undefined,
          show: ({ target, hostile }) => ({ path: target.path, kind: hostile.kind, cookie: hostile.shown }),
          end: () => Promise.resolve(problem),
        };
      });
      return {
        tried: count,
        checked: `none is accepted, none throws; ${accepted} genuine ones in between are accepted`,
        wrong,
      };
    }),
};

async function findGenuineProblem(targets: readonly CookieFunction[]): Promise<string | undefined> {
  for (const target of targets) {
    const problem = await tryGenuine(target);
    if (problem !== undefined) return `${target.path}: ${problem}`;
  }
  return undefined;
}

/** Every edit of every character of a genuine cookie of each Function. */
export const edits: Trial = {
  name: 'edits',
  count: Infinity,
  short: 3000,
  run: ({ count, seed, folder }) =>
    atNoon(async () => {
      const targets = await cookieFunctions(folder);
      const cases = targets.flatMap((target) =>
        everyEdit(target.genuine[0] ?? '').map((value) => ({ target, value })),
      );
      const { tried, wrong } = await tryListed(
        { count, seed },
        cases,
        async ({ target, value }) =>
          (await target.text({ [target.cookie]: value })).isContinued ? 'It was accepted.' : undefined,
        ({ target, value }) => ({ path: target.path, value }),
      );
      return { tried, checked: 'none is accepted, none throws', wrong };
    }),
};
