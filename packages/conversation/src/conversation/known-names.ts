import type { ForgetRequest, Request } from './request';

/** The names of the steps that a conversation may take. */
type StepNames<Yielded> = Yielded extends { readonly name: infer Name extends string } ? Name : never;

/** The names that it may forget. */
type ForgottenNames<Yielded> = Yielded extends ForgetRequest<infer Name> ? Name : never;

/** The names that it forgets without having them; `never` where not all names are literals. */
type UnknownNames<Yielded> = string extends StepNames<Yielded> | ForgottenNames<Yielded>
  ? never
  : Exclude<ForgottenNames<Yielded>, StepNames<Yielded>>;

/** Refuses at compile time code that forgets what it never asks, where all names are known. */
export type KnownNames<Yielded extends Request> = [UnknownNames<Yielded>] extends [never]
  ? unknown
  : { readonly 'forget() names no step of this conversation': UnknownNames<Yielded> };
