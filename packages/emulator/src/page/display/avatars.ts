import { partsOf } from '../../engine/channels';

/** What the avatar of a phone shows: the end of its number, in one of twelve colours. */
export type AvatarLook = { readonly label: string; readonly hue: number };

const HUES = 12;
const LABEL_LENGTH = 4;

const looks = new WeakMap<readonly string[], ReadonlyMap<string, AvatarLook>>();

/**
 * The avatar of one of the phones. No two of them look the same, unless more than twelve numbers end alike.
 *
 * @param phones - the addresses of all, the oldest first, which keep their looks when one is added.
 */
export function avatarOf(phones: readonly string[], phone: string): AvatarLook {
  const known = looks.get(phones) ?? looksOf(phones);
  looks.set(phones, known);
  return known.get(phone) ?? lookOf(phone, () => false);
}

function looksOf(phones: readonly string[]): ReadonlyMap<string, AvatarLook> {
  const taken = new Set<string>();
  return new Map(
    phones.map((phone) => {
      const look = lookOf(phone, ({ label, hue }) => taken.has(`${label} ${hue}`));
      taken.add(`${look.label} ${look.hue}`);
      return [phone, look];
    }),
  );
}

function lookOf(phone: string, isTaken: (look: AvatarLook) => boolean): AvatarLook {
  const label = partsOf(phone).id.slice(-LABEL_LENGTH);
  const first = hashOf(phone) % HUES;
  const tried = Array.from({ length: HUES }, (_, step) => ({ label, hue: (first + step) % HUES }));
  return tried.find((look) => !isTaken(look)) ?? { label, hue: first };
}

/** Spreads addresses that differ in one character over all colours: FNV-1a. */
const hashOf = (text: string): number =>
  Array.from(text).reduce(
    (hash, char) => Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0,
    0x811c9dc5,
  );
