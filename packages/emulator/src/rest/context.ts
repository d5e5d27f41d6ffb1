import type { Context } from 'hono';
import type { Engine } from '../engine/engine-type';
import type { Form } from './form';

/** What the answer to an authenticated request is made of. */
export type RestRequest = {
  readonly engine: Engine;
  readonly accountSid: string;
  /** Where the emulator listens, such as `http://localhost:1337`. */
  readonly origin: string;
  readonly context: Context;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: Form;
  /** The form's parameters, in their order. */
  readonly parameters: readonly (readonly [string, string])[];
  /** The parts of the path that differ from request to request. */
  readonly ids: readonly string[];
};

/** A diverted request names the webhook's request in which it was made, by this header. */
export const CAUSE = 'x-emulator-cause';

/** Answers with JSON. */
export const json = ({ context }: RestRequest, body: object, status: 200 | 201 = 200): Response =>
  context.json(body, status);

/** The answer to a deletion. */
export const noContent = ({ context }: RestRequest): Response => context.body(null, 204);
