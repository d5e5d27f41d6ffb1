import type { Context, Hono } from 'hono';
import { limitOf } from './body-limit';
import type { Engine } from '../engine/engine-type';
import type { Refusal } from '../engine/replay/replays';
import type { Replay } from '../engine/types';
import { conversationFile, fileNameOf, readConversationFile } from './conversation-file';
import { InputError, readInput, readPair, replayInput } from './input';
import { UNDO_TOKEN } from './phones';

/** Of a file with a conversation, in bytes. An exported one has at most 10 MB, which its spaces may double. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** In UTF-16 units. */
const MAX_SEARCH = 200;

/** Adds what is done with whole conversations: search, export, import, replays. */
export function addConversationRoutes(app: Hono, engine: Engine): void {
  app.get('/api/search', (context) => {
    const text = context.req.query('text') ?? '';
    if (text.length > MAX_SEARCH)
      throw new InputError('text', `text must have at most ${MAX_SEARCH} characters.`);
    return context.json(engine.search(text));
  });

  app.get('/api/conversations/:from/:to/export', (context) => {
    const pair = readPair(context.req.param());
    const conversation = engine.recentConversation(pair.from, pair.to);
    if (conversation === undefined)
      return context.json({ error: `${pair.from} and ${pair.to} have not talked yet.` }, 404);
    context.header('Content-Disposition', `attachment; filename="${fileNameOf(pair)}"`);
    return context.json(conversationFile(conversation, engine.number(pair.to)));
  });
  app.post('/api/conversations', fileLimit, async (context) => {
    const conversation = readConversationFile(await context.req.text(), engine.numbers());
    const imported = engine.importConversation(conversation, context.req.query('replace') === 'true');
    if (imported.kind === 'refused') return context.json({ error: imported.why }, 409);
    const { from, to } = conversation;
    context.header(UNDO_TOKEN, imported.undo);
    return context.json({ from, to });
  });

  app.get('/api/replays', (context) => context.json({ replays: engine.replays.all() }));
  app.post('/api/replays', async (context) => {
    const wanted = readInput(replayInput, await context.req.text());
    return answerReplay(context, engine.replays.start(wanted));
  });
  app.get('/api/replays/:id', (context) => {
    const id = context.req.param('id');
    const replay = engine.replays.find(id);
    return replay === undefined ? noReplay(context, id) : context.json(replay);
  });
  app.delete('/api/replays/:id', (context) => {
    const id = context.req.param('id');
    return engine.replays.cancel(id) === undefined ? noReplay(context, id) : context.body(null, 204);
  });
  app.post('/api/replays/:id/put-back', async (context) =>
    answerReplay(context, await engine.replays.putBack(context.req.param('id'))),
  );
}

const noReplay = (context: Context, id: string) => context.json({ error: `There is no replay ${id}.` }, 404);

const STATUSES = { wrong: 400, unknown: 404, busy: 409 } as const;

function answerReplay(context: Context, answer: Replay | Refusal): Response {
  if (!('kind' in answer)) return context.json(answer);
  const { is, why, field } = answer;
  return context.json({ error: why, ...(field === undefined ? {} : { field }) }, STATUSES[is]);
}

const fileLimit = limitOf(MAX_FILE_BYTES, 'The file has more than 20 MB.');
