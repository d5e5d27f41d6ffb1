import type { Message } from './types';

/** The phone and the number of a message, whichever of them has sent it. */
export const pairOf = ({
  direction,
  from,
  to,
}: Pick<Message, 'direction' | 'from' | 'to'>): [phone: string, number: string] =>
  direction === 'inbound' ? [from, to] : [to, from];
