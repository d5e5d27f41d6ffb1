import { currentCall } from './own-realm';

/** What has been put in place of a `process.env`. */
const replacements = new WeakSet<object>();

/**
 * Lets Functions find their variables in `process.env` too, as on Twilio and with twilio-run, which replaces it by them. Other code
 * of this process sees none of them. To be called before each call: a test may have put another object there.
 */
export function shareEnvironment(): void {
  if (replacements.has(process.env)) return;
  const replacement = new Proxy(process.env, handler);
  replacements.add(replacement);
  process.env = replacement;
}

/** The object that has a variable: that of the Function that asks, when it is one of its own. */
function holderOf(real: NodeJS.ProcessEnv, name: string | symbol): object {
  const own = currentCall()?.env;
  return own !== undefined && Object.hasOwn(own, name) ? own : real;
}

const handler: ProxyHandler<NodeJS.ProcessEnv> = {
  get: (real, name) => Reflect.get(holderOf(real, name), name) as unknown,
  has: (real, name) => Reflect.has(holderOf(real, name), name),
  // What a Function sets or deletes is its own.
  set: (real, name, value) => Reflect.set(currentCall()?.env ?? real, name, value),
  deleteProperty: (real, name) => Reflect.deleteProperty(currentCall()?.env ?? real, name),
  ownKeys: (real) => [...new Set([...Reflect.ownKeys(real), ...Object.keys(currentCall()?.env ?? {})])],
  getOwnPropertyDescriptor: (real, name) => Reflect.getOwnPropertyDescriptor(holderOf(real, name), name),
};
