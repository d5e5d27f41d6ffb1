// For the processes of a deploy, through NODE_OPTIONS=--require: their requests to Twilio's Serverless API go to the
// stand-in whose address is in SERVERLESS_STAND_IN, with the host that was meant. No other host can be reached.
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const { syncBuiltinESMExports } = require('node:module');
const { urlToHttpOptions } = require('node:url');

// twilio-run: @twilio-labs/serverless-api/dist/api/utils/api-client.js, without a region or an edge.
const DEPLOY = 'serverless.twilio.com serverless-upload.twilio.com';
/** For other commands than a deploy, the hosts that their stand-in is for. */
const HOSTS = (process.env.STAND_IN_HOSTS ?? DEPLOY).split(' ');
const standIn = new URL(process.env.SERVERLESS_STAND_IN);

function refusal(host) {
  console.error(`The intercept refuses ${host}.`);
  return Object.assign(new Error(`The intercept refuses ${host}.`), { code: 'ECONNREFUSED' });
}

https.request = (...args) => {
  const first = typeof args[0] === 'string' ? new URL(args[0]) : args[0];
  const callback = args.find((arg) => typeof arg === 'function');
  const given = first instanceof URL ? { ...urlToHttpOptions(first), ...objectOf(args[1]) } : first;
  const host = (given.hostname ?? given.host ?? '').split(':')[0];
  if (!HOSTS.includes(host)) throw refusal(host);
  const { agent, createConnection, lookup, ...options } = given;
  const to = { protocol: 'http:', host: undefined, hostname: standIn.hostname, port: standIn.port };
  return http.request({ ...options, ...to, headers: { ...options.headers, host } }, callback);
};
https.get = (...args) => https.request(...args).end();

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const { path, host, port } = typeof first === 'object' ? first : { host: args[1], port: first };
  const allowed = path !== undefined && path !== null && typeof path === 'string';
  if (allowed || (host === standIn.hostname && String(port) === standIn.port))
    return connect.apply(this, args);
  return this.destroy(refusal(`${host}:${port}`));
};

const objectOf = (value) => (typeof value === 'object' ? value : {});

syncBuiltinESMExports();
