import type { Show } from './shows';

/** An app of the folder `apps`, which Node.js runs. */
export type NpmApp = {
  /** As the table of docs/compat.md has it. */
  readonly name: string;
  /** In `apps`. */
  readonly file: string;
  readonly shows: readonly Show[];
};

/** Its bot answers by the REST API, and has a test file of its own. */
export const BOTKIT: Pick<NpmApp, 'name' | 'shows'> = {
  name: 'Botkit, its adapter for Twilio',
  shows: ['signature', 'files'],
};

/** Those that know their public address alone, with tests of their own too. */
export const PUBLIC_APPS: readonly NpmApp[] = [
  { name: 'Express behind a proxy', file: 'express-secure.cjs', shows: ['counter', 'signature'] },
  { name: 'Lambda handler', file: 'lambda.cjs', shows: ['signature'] },
];

/** The apps on packages of npm that answer by TwiML. */
export const NPM_APPS: readonly NpmApp[] = [
  { name: 'Express, express-session', file: 'express-session.cjs', shows: ['counter', 'survey', 'files'] },
  { name: 'Express, cookie-session', file: 'cookie-session.cjs', shows: ['counter', 'survey'] },
  { name: 'Express, cookie-parser', file: 'cookie-parser.cjs', shows: ['counter', 'files'] },
  { name: 'Express, twilio.webhook()', file: 'twilio-webhook.cjs', shows: ['signature', 'files'] },
  { name: 'node:http, iron-session', file: 'iron-session.cjs', shows: ['counter', 'survey'] },
  { name: 'Fastify, @fastify/session', file: 'fastify-session.cjs', shows: ['counter', 'survey', 'files'] },
  {
    name: 'Fastify, @fastify/secure-session',
    file: 'fastify-secure-session.cjs',
    shows: ['counter', 'survey'],
  },
  { name: 'hapi, @hapi/yar', file: 'hapi-yar.cjs', shows: ['counter', 'survey', 'files'] },
  { name: 'Koa, koa-session', file: 'koa-session.cjs', shows: ['counter', 'survey', 'files'] },
  { name: 'Hono, signed cookies', file: 'hono.cjs', shows: ['counter', 'signature', 'files'] },
  { name: 'h3, useSession', file: 'h3.cjs', shows: ['counter', 'survey'] },
  { name: 'React Router, cookie sessions', file: 'react-router.cjs', shows: ['counter', 'survey'] },
];
