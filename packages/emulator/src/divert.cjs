// Replaces the functions by which a process could reach Twilio. Requests of node:http, node:https and fetch, which the client of
// Twilio, axios, got and others use, go to an emulator over plain HTTP. Everything else fails: nothing may leave this machine.
// It is loaded before the app, and needs nothing but Node.js.
const { AsyncLocalStorage } = require('node:async_hooks');
const dns = require('node:dns');
const { errorMonitor } = require('node:events');
const http = require('node:http');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const tls = require('node:tls');
const { domainToASCII, urlToHttpOptions } = require('node:url');

/** The emulators, the last one first: each is `{ resolve, isServedPlainly, applies }`. */
let installed = [];

/** Described in divert.d.cts. */
exports.divert = function divert(resolve, { isServedPlainly = () => false, applies = () => true } = {}) {
  const own = { resolve, isServedPlainly, applies };
  if (installed.length === 0) replaceAll();
  installed = [own, ...installed];
  return function remove() {
    installed = installed.filter((other) => other !== own);
    if (installed.length === 0) restoreAll();
  };
};

// ---- Which hosts, and where to

/** As DNS would read it: `API.twilio.com.` is `api.twilio.com`. */
const nameOf = (host) => domainToASCII(String(host)).replace(/\.$/, '');

const isTwilio = (host) =>
  installed.some(({ applies }) => applies()) && /(?:^|\.)twilio\.com$/.test(nameOf(host));

/** The product is the first label, also with an edge and a region: `sync.sydney.us1.twilio.com`. The main API has no prefix. */
function prefixOf(host) {
  const [product] = host.split('.');
  if (product === 'api') return '';
  return host === 'twilio.com' ? '/www' : `/${product}`;
}

/** The user name of a header such as `Basic QUMxOnRva2Vu`. */
function userOf(authorization) {
  const encoded = /^basic +(\S+)/i.exec(authorization ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString().split(':')[0];
}

function emulatorFor(host, user) {
  for (const accountSid of [user, undefined]) {
    for (const { resolve } of installed) {
      const url = resolve({ host, accountSid });
      if (url !== undefined) return new URL(url);
    }
  }
  throw refusal(host, 'an account that no emulator knows');
}

// ---- Errors

const refusal = (host, way) =>
  Object.assign(
    new Error(
      `${nameOf(host)} is the emulator's on this machine (sms-emulator/divert); this request went around it by ${way}. ` +
        'The functions of node:http and node:https, and the global fetch, go to the emulator.',
    ),
    { code: 'ESMSEMULATOR' },
  );

/** Says in an error, which keeps its code, that nothing listens. */
function explain(error, { origin }) {
  if (error?.code !== 'ECONNREFUSED') return;
  const message =
    `The emulator does not listen at ${origin.replace('127.0.0.1', 'localhost')}. ` +
    'Start it with npm start or npx sms-emulator, or set EMULATOR_PORT.';
  error.stack = error.stack.replace(error.message, message);
  error.message = message;
}

// ---- Which webhook it was sent in

/** `I-Twilio-Idempotency-Token` of the request that is being answered: the emulator knows its turn by it. */
const causes = new AsyncLocalStorage();

const emitFrom = (emit) =>
  function emitWithCause(event, request, ...rest) {
    const cause = event === 'request' ? request?.headers?.['i-twilio-idempotency-token'] : undefined;
    if (cause === undefined) return emit.call(this, event, request, ...rest);
    return causes.run(cause, () => emit.call(this, event, request, ...rest));
  };

/** The headers that tell the emulator of it. */
const ownHeaders = (host) => {
  const cause = causes.getStore();
  return [['X-Forwarded-Host', host], ...(cause === undefined ? [] : [['X-Emulator-Cause', cause]])];
};

// ---- node:http and node:https

/** Node.js's own `http.request`, and the agent by which it sends: the app's may be one for HTTPS, or for a proxy. */
let request;
let agent;

/** The options of a request that are of the way to Twilio's own host. */
const WAY = ['family', 'localAddress', 'lookup', 'socketPath'];

/** The options and the callback: `request` takes a URL or none, options or none, a callback or none. */
function readArguments([...args]) {
  const [first] = args;
  const isUrl = first?.href && first.protocol && first.auth === undefined && first.path === undefined;
  const options = {};
  if (typeof first === 'string') Object.assign(options, urlToHttpOptions(new URL(args.shift())));
  else if (isUrl) Object.assign(options, urlToHttpOptions(args.shift()));
  if (typeof args[0] === 'object') Object.assign(options, args[0]);
  return [options, args.find((arg) => typeof arg === 'function')];
}

/** A request to a proxy has the host in its path: `GET http://api.twilio.com/x`. */
function readTarget({ hostname, host, path }) {
  if (!/^https?:/i.test(path) || !URL.canParse(path)) return [nameOf(hostname || host), path || '/'];
  const url = new URL(path);
  return [nameOf(url.hostname), url.pathname + url.search];
}

/** Pairs. Node.js takes an object, an array of pairs, and an array of names and values in turn. */
function readHeaders(headers) {
  if (!Array.isArray(headers)) return Object.entries(headers ?? {});
  if (Array.isArray(headers[0])) return headers;
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1]]] : []));
}

/** An `https` request that is for Functions in this process, which are served over HTTP. */
const isToFunctions = (host, port) =>
  port !== undefined && installed.some(({ isServedPlainly }) => isServedPlainly(`${host}:${port}`));

/** How a request is sent without TLS, and without the app's agent. */
const plainly = (options) => ({
  ...{ protocol: 'http:', agent: options.agent === false ? new http.Agent() : agent },
  timeout: options.timeout ?? options.agent?.options?.timeout,
});

/** Sends a request to the emulator. Returns nothing for one that is neither to Twilio nor to Functions by HTTPS. */
function send(args, module) {
  const [options, callback] = readArguments(args);
  if (module === https && isToFunctions(options.hostname || options.host, options.port)) {
    return request({ ...options, ...plainly(options) }, callback);
  }
  const tunnelTo = /^connect$/i.test(options.method) && String(options.path).replace(/:\d*$/, '');
  if (tunnelTo && isTwilio(tunnelTo)) return refuseTunnel(tunnelTo);
  const [host, path] = readTarget(options);
  if (!isTwilio(host)) return undefined;

  const fields = readHeaders(options.headers);
  const authorization = fields.find(([name]) => /^authorization$/i.test(name))?.[1];
  const user = authorization === undefined ? options.auth?.split(':')[0] : userOf(String(authorization));
  const emulator = emulatorFor(host, user);
  const kept = fields.filter(([name]) => !/^(?:x-forwarded-)?host$/i.test(name));
  const headers = [...kept, ['Host', emulator.host], ...ownHeaders(host)];
  const { hostname, port } = emulator;
  const sent = request(
    {
      ...options,
      ...Object.fromEntries(WAY.map((name) => [name, undefined])),
      ...plainly(options),
      ...{ host: hostname, hostname, port, path: prefixOf(host) + path },
      headers: Array.isArray(options.headers) ? headers : Object.fromEntries(headers),
    },
    callback,
  );
  // Unlike a listener of 'error', it leaves an error that nobody handles unhandled.
  return sent.once(errorMonitor, (error) => explain(error, emulator));
}

const requestFrom = (module) => (own) =>
  function request(...args) {
    return send(args, module) ?? own.apply(this, args);
  };

const getFrom = (module) => (own) =>
  function get(...args) {
    return send(args, module)?.end() ?? own.apply(this, args);
  };

/** A request that fails before there is a connection to the proxy. */
const refuseTunnel = (host) =>
  request({ method: 'CONNECT', createConnection: (_, done) => done(refusal(host, 'the tunnel of a proxy')) });

// ---- fetch

/** Where undici, whether Node.js's or npm's, keeps what fetch sends by. */
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
let direct;

/** What sends a request of fetch without a proxy; `undefined` is what fetch uses anyway. */
function directDispatcher(host) {
  const dispatcher = globalThis[DISPATCHER];
  const { name } = dispatcher?.constructor ?? Object;
  if (dispatcher === undefined || name === 'Agent' || name === 'MockAgent') return undefined;
  // Node.js's own, for NODE_USE_ENV_PROXY. Another one may be a proxy, or have one behind it.
  if (name !== 'EnvHttpProxyAgent') throw refusal(host, `the ${name} that setGlobalDispatcher was given`);
  return (direct ??= new dispatcher.constructor({ noProxy: '*' }));
}

const fetchFrom = (fetchOriginal) =>
  async function fetch(input, init) {
    const isRequest = typeof input === 'object' && input !== null && 'url' in input;
    const address = isRequest ? input.url : String(input);
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol === 'https:' && isToFunctions(url.hostname, url.port)) {
      url.protocol = 'http:';
      return fetchOriginal(isRequest ? new Request(url, input) : url, init);
    }
    if (url === undefined || !isTwilio(url.hostname)) return fetchOriginal(input, init);

    const host = nameOf(url.hostname);
    const headers = new Headers(init?.headers ?? (isRequest ? input.headers : undefined));
    const emulator = emulatorFor(host, userOf(headers.get('Authorization')));
    for (const [name, value] of ownHeaders(host)) headers.set(name, value);
    const { hostname, port } = emulator;
    Object.assign(url, { protocol: 'http:', hostname, port, pathname: prefixOf(host) + url.pathname });
    // A body that is not in a Request is passed on as it is, so that it goes out with its length.
    const target = isRequest ? new Request(url, input) : url;
    try {
      return await fetchOriginal(target, { ...init, headers, dispatcher: directDispatcher(host) });
    } catch (error) {
      explain(error?.cause, emulator);
      throw error;
    }
  };

// ---- Everything else

/** The host of `connect(port, host)`, `connect({ host })`, and of the array that net.connect makes of them. */
function connectedHost([first, second]) {
  if (Array.isArray(first)) return connectedHost(first);
  if (typeof first === 'object') return first?.host;
  return typeof second === 'string' ? second : undefined;
}

/** Fails as it would if there were no such host. */
const connectFrom = (connect) =>
  function connectUnlessTwilio(...args) {
    const host = connectedHost(args);
    if (!isTwilio(host)) return connect.apply(this, args);
    const error = refusal(host, 'a connection of its own, as net, tls, http2, undici and proxies make it');
    return connect.call(this, { host, port: 443, lookup: (_, options, done) => done(error) });
  };

/** TLS over another socket, as in the tunnel of a proxy, does not connect. It is made to, and fails. */
const tlsConnectFrom = (connect) =>
  function tlsConnectUnlessTwilio(...args) {
    const { socket, servername, host } = args.find((arg) => typeof arg === 'object') ?? {};
    const name = [servername, host].find(isTwilio);
    if (name === undefined) return connect.apply(this, args);
    socket?.destroy();
    return connect.call(this, { host: name, port: 443 });
  };

const lookupFrom = (lookup) =>
  function lookupUnlessTwilio(host, ...rest) {
    if (!isTwilio(host)) return lookup.call(this, host, ...rest);
    process.nextTick(rest.at(-1), refusal(host, 'dns.lookup'));
    return {};
  };

const promisedLookupFrom = (lookup) =>
  async function lookupUnlessTwilio(host, ...rest) {
    if (isTwilio(host)) throw refusal(host, 'dns.promises.lookup');
    return lookup.call(this, host, ...rest);
  };

// ---- Replacing

/** Of a function that an object inherits, as `emit` of a server. */
const INHERITED = { configurable: true, enumerable: true, writable: true };

/** What was replaced, each as `{ object, name, replacement, descriptor }`. */
let replaced = [];

function replace(object, name, replacementFor) {
  const value = object[name];
  const replacement = replacementFor(value);
  // util.promisify finds the names of what dns.lookup gives in a property of the function.
  Object.defineProperties(replacement, Object.getOwnPropertyDescriptors(value));
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  replaced.push({ object, name, replacement, descriptor });
  Object.defineProperty(object, name, { ...(descriptor ?? INHERITED), value: replacement });
}

function replaceAll() {
  ({ request } = http);
  agent = new http.Agent({ keepAlive: true });
  for (const module of [http, https]) {
    replace(module, 'request', requestFrom(module));
    replace(module, 'get', getFrom(module));
  }
  replace(http.Server.prototype, 'emit', emitFrom);
  if (globalThis.fetch !== undefined) replace(globalThis, 'fetch', fetchFrom); // --no-experimental-fetch
  replace(net.Socket.prototype, 'connect', connectFrom);
  replace(tls, 'connect', tlsConnectFrom);
  replace(dns, 'lookup', lookupFrom);
  replace(dns.promises, 'lookup', promisedLookupFrom);
  syncBuiltinESMExports(); // for `import { request } from 'node:https'`
}

function restoreAll() {
  for (const { object, name, replacement, descriptor } of replaced) {
    // What another library has put here since then calls the replacement, which passes everything on now.
    if (object[name] !== replacement) continue;
    if (descriptor === undefined) delete object[name];
    else Object.defineProperty(object, name, descriptor);
  }
  replaced = [];
  syncBuiltinESMExports();
  agent.destroy();
}
