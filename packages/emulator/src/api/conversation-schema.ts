import { z } from 'zod';
import { KEPT, MAX_TURN_BYTES } from '../engine/limits';
import { pairOf } from '../engine/pair-of';
import { type FieldsOf, IMPORTED } from '../engine/schemas/rules';
import { createSchemas } from '../engine/schemas/turn';
import { address, createValues, flag, phone } from '../engine/schemas/values';
import type { Conversation } from '../engine/types';

const { message, turn, cookies } = createSchemas(IMPORTED);
const { listOf } = createValues(IMPORTED);

/** A conversation of a file. No turn of it runs. */
export const conversationSchema = z
  .object(
    {
      from: phone,
      to: address,
      messages: listOf(message, KEPT.messages.each),
      turns: listOf(turn, KEPT.turns.each),
      cookies,
      optedOut: flag,
    } satisfies FieldsOf<Conversation>,
    'must be a conversation',
  )
  .superRefine(({ from, to, messages, turns }, context) => {
    const refuse = (path: PropertyKey[], problem: string): void => {
      context.addIssue({ code: 'custom', path, message: problem });
    };
    const sids = new Set<string>();
    messages.forEach((one, index) => {
      const [phone, own] = pairOf(one);
      if (phone !== from || own !== to)
        refuse(['messages', index], 'must be between the two of the conversation');
      if (sids.has(one.sid)) refuse(['messages', index, 'sid'], 'must be there once');
      sids.add(one.sid);
    });
    const turnSids = new Set<string>();
    turns.forEach((one, index) => {
      if (one.durationMs === null || one.held === 'waiting')
        refuse(['turns', index, 'durationMs'], 'must be a number, of a turn that is over');
      // A larger one would make the state that is saved unreadable.
      if (Buffer.byteLength(JSON.stringify(one)) > MAX_TURN_BYTES)
        refuse(['turns', index], 'must have at most 16 MB');
      if (one.from !== from || one.to !== to)
        refuse(['turns', index], 'must be between the two of the conversation');
      if (turnSids.has(one.sid)) refuse(['turns', index, 'sid'], 'must be there once');
      turnSids.add(one.sid);
      for (const entry of one.errors)
        if (entry.exchange !== null && entry.exchange >= one.exchanges.length)
          refuse(['turns', index, 'errors'], 'must be of exchanges that are there');
    });
  }) satisfies z.ZodType<Conversation>;
