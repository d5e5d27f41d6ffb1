import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Turn } from './types';

/** A turn as a conversation keeps it: packed when it has ended, because most of it is the same in every turn. */
export type KeptTurn = { readonly sid: string; stored: Turn | Uint8Array };

/** What a turn is stored as. */
export const packTurn = (turn: Turn): KeptTurn['stored'] =>
  // Copied, because zlib returns a part of 16 kB.
  turn.durationMs === null ? turn : new Uint8Array(deflateRawSync(JSON.stringify(turn), { level: 1 }));

export const readTurn = ({ stored }: KeptTurn): Turn =>
  stored instanceof Uint8Array ? (JSON.parse(inflateRawSync(stored).toString()) as Turn) : stored;

/** In bytes; 0 while it runs. */
export const sizeOf = ({ stored }: KeptTurn): number => (stored instanceof Uint8Array ? stored.length : 0);
