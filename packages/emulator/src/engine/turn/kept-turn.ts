import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Turn } from '../types';

/** What a turn is stored as: packed when it has ended, because most of it is the same in every turn. */
type StoredTurn = {
  stored: Turn | Uint8Array;
  /** Of its JSON, which may be a thousand times larger than what is stored. */
  jsonBytes: number;
};

/** A turn as a conversation keeps it. */
export type KeptTurn = StoredTurn & { readonly sid: string; readonly byApi: boolean };

/** A turn as a file has it. */
export type SavedTurn = Readonly<KeptTurn>;

/** A turn as it is now. */
export const savedTurn = ({ sid, byApi, stored, jsonBytes }: KeptTurn): SavedTurn => ({
  sid,
  byApi,
  stored,
  jsonBytes,
});

/** What a turn is stored as. */
export function packTurn(turn: Turn): StoredTurn {
  const json = Buffer.from(JSON.stringify(turn));
  // Copied, because zlib returns a part of 16 kB.
  const stored = turn.durationMs === null ? turn : new Uint8Array(deflateRawSync(json, { level: 1 }));
  return { stored, jsonBytes: json.length };
}

export const readTurn = ({ stored }: KeptTurn): Turn =>
  stored instanceof Uint8Array ? (JSON.parse(inflateRawSync(stored).toString()) as Turn) : stored;

/** In bytes; 0 while it runs. */
export const sizeOf = ({ stored }: KeptTurn): number => (stored instanceof Uint8Array ? stored.length : 0);
