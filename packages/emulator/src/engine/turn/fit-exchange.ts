import { KEPT } from '../limits';
import type { Exchange } from '../types';

/** How much more the exchanges of one turn may take as JSON, in bytes. It is changed in place. */
export type ExchangeRoom = { bodies: number; rest: number };

/** The room of a turn that begins. */
export const newExchangeRoom = (): ExchangeRoom => ({ ...KEPT.exchanges });

/** An exchange as its turn keeps it: without its body, or without all details, when there is no room for them. */
export function fitExchange(exchange: Exchange, room: ExchangeRoom): Exchange {
  const bodyless = withoutBody(exchange);
  const rest = jsonBytes(bodyless);
  if (rest > room.rest) return { ...withoutDetails(exchange), leftOut: 'details' };
  room.rest -= rest;
  const body = jsonBytes(exchange.response?.body ?? '');
  if (body > room.bodies) return { ...bodyless, leftOut: 'body' };
  room.bodies -= body;
  return exchange;
}

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const withoutBody = ({ response, ...exchange }: Exchange): Exchange => ({
  ...exchange,
  response: response && { ...response, body: '' },
});

/** In UTF-16 units, of an exchange without details. There may be 900 of them in a turn, each tried six times. */
const MAX_URL = 200;

const withoutDetails = ({ request: { method, url }, response, ...exchange }: Exchange): Exchange => ({
  ...exchange,
  request: { method, url: url.slice(0, MAX_URL), headers: [], parameters: [] },
  response: response && { ...response, headers: [], body: '' },
});
