import type { Trouble, TroubleName } from './types';

/** Trouble on purpose, switched off. */
export const NO_TROUBLE: Trouble = {
  loseCookie: 'off',
  staleCookie: 'off',
  deliverTwice: 'off',
  answerSlowly: 'off',
  unreachable: 'off',
};

/** The trouble for a message that is sent now, and what is left for the ones after it. */
export function takeTrouble(trouble: Trouble): {
  readonly now: ReadonlySet<TroubleName>;
  readonly left: Trouble;
} {
  const names = Object.keys(trouble) as TroubleName[];
  const left = Object.fromEntries(
    names.map((name) => [name, trouble[name] === 'next' ? 'off' : trouble[name]]),
  );
  return { now: new Set(names.filter((name) => trouble[name] !== 'off')), left: left as Trouble };
}
