import type { Pair } from '../types';

/** Of a hash of 32 bits, how many lead from one level of the tree to the next. */
const LEVEL_BITS = 5;
const LEVELS = Array.from({ length: Math.ceil(32 / LEVEL_BITS) }, (_, level) => level * LEVEL_BITS);

/**
 * Parameters in the order in which Twilio sends them. It follows from their names alone: captured requests of every kind, from 2013
 * to 2026, have the order in which an immutable `HashMap` of Scala 2.12 is walked. That is a tree over the names' hashes,
 * which branches by five bits a level, the lowest first. Names whose hashes are equal stay in their order.
 */
export const inTwilioOrder = (parameters: readonly Pair[]): Pair[] =>
  parameters
    .map((pair) => ({ pair, hash: improved(hashCode(pair[0])) }))
    .sort((a, b) => byLevels(a.hash, b.hash))
    .map(({ pair }) => pair);

function byLevels(a: number, b: number): number {
  for (const shift of LEVELS) {
    const difference = branchOf(a, shift) - branchOf(b, shift);
    if (difference !== 0) return difference;
  }
  return 0;
}

const branchOf = (hash: number, shift: number): number => (hash >>> shift) & ((1 << LEVEL_BITS) - 1);

/** Java's `String.hashCode`. Source: https://docs.oracle.com/javase/8/docs/api/java/lang/String.html#hashCode-- */
function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** What `scala.collection.immutable.HashMap` of Scala 2.12 makes of a hash, in its method `improve`. */
function improved(hash: number): number {
  let mixed = (hash + ~(hash << 9)) | 0;
  mixed ^= mixed >>> 14;
  mixed = (mixed + (mixed << 4)) | 0;
  return mixed ^ (mixed >>> 10);
}
