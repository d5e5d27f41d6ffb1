/**
 * A use of each export of sms-conversation, as code: `lib` is the package, and `play(steps, ...texts)` what a conversation of these steps
 * says to the texts, joined by `|`.
 */
export const CONVERSATION_USES: Readonly<Record<string, string>> = {
  // ---- Conversations and their steps
  conversation: `equal(lib.conversation('a', function* () { return 'x'; }).name, 'a');`,
  run: `equal((await lib.run(lib.conversation('a', function* () { return 'x'; }), undefined, sms('hi'), '1')).kind, 'ended');`,
  ask: `equal(await play(function* () { return 'Hello ' + (yield* lib.ask('name', 'Who?', lib.text())); }, 'hi', 'Ann'), 'Who?|Hello Ann');`,
  say: `equal(await play(function* () { yield* lib.say('One'); return 'two'; }, 'hi'), 'One|two');`,
  first: `equal(await play(function* () { return String(yield* lib.first('n', lib.integer())); }, '4'), '4');`,
  beginning: `equal(await play(function* () { return (yield* lib.beginning()).channel; }, 'hi'), 'sms');`,
  listen: `equal(await play(function* () { yield* lib.say('Go on'); return yield* lib.listen('more', lib.text()); }, 'hi', 'x'), 'Go on|x');`,
  choose: `equal(await play(function* () { return (yield* lib.choose('size', 'Size?', ['S', 'L'])); }, 'hi', 'L'), 'Size?\\n1. S\\n2. L|L');`,
  effect: `equal(await play(function* () { return yield* lib.effect('sum', () => 'done'); }, 'hi'), 'done');`,
  forget: `equal(await play(function* () {
      const sure = yield* lib.ask('sure', 'Sure?', lib.yesNo());
      if (!sure) return yield* lib.forget('sure');
      return 'ok';
    }, 'hi', 'no', 'yes'), 'Sure?|Sure?|ok');`,
  scope: `equal(await play(function* () { return yield* lib.scope('a', lib.ask('x', 'X?', lib.text())); }, 'hi', 'y'), 'X?|y');`,
  part: `equal(await play(function* () { return yield* lib.part(function* (word) { return word; })('x'); }, 'hi'), 'x');`,
  answers: `equal(await play(function* () { yield* lib.ask('x', 'X?', lib.text()); return JSON.stringify(yield* lib.answers()); }, 'hi', 'y'), 'X?|{"x":"y"}');`,
  summary: `equal(await play(function* () { yield* lib.ask('x', 'X?', lib.text()); return yield* lib.summary({ x: 'It' }); }, 'hi', 'y'), 'X?|It: y');`,
  speak: `equal(await play(function* () { yield* lib.speak('es'); return yield* lib.ask('x', '¿X?', lib.integer()); }, 'hi', 'y').then((said) => /número/.test(said)), true);`,
  switchboard: `
    const front = lib.switchboard('front', { a: lib.conversation('a', function* () { return 'of a'; }) }, { prompt: 'Which?' });
    equal((await lib.run(front, undefined, sms('a'), '1')).messages[0], 'of a');`,
  stateSize: `equal(lib.stateSize(await asked()) > 10, true);`,
  stateSizeByStep: `equal(lib.stateSizeByStep(await asked()) instanceof Map, true);`,
  isState: `equal(lib.isState(await asked()), true);`,

  // ---- Readers
  accepted: `equal(lib.accepted(4).value, 4);`,
  answered: `equal(lib.answered(4).answer, 4);`,
  unreadable: `equal(lib.unreadable('No.').hint, 'No.');`,
  text: `equal((await lib.text().read(sms('x'))).answer, 'x');`,
  integer: `equal((await lib.integer().read(sms('four'))).answer, 4);`,
  oneOf: `equal((await lib.oneOf('red', 'blue').read(sms('Blue'))).answer, 'blue');`,
  yesNo: `equal((await lib.yesNo().read(sms('yes'))).answer, true);`,
  either: `equal((await lib.either(lib.integer(), lib.yesNo()).read(sms('yes'))).kind, 'answer');`,
  email: `equal((await lib.email().read(sms('Ann@x.org'))).answer.toLowerCase(), 'ann@x.org');`,
  phoneNumber: `equal((await lib.phoneNumber({ country: 'US' }).read(sms('(415) 555-2671'))).answer, '+14155552671');`,
  date: `equal((await play(ofReader(lib.date({ timeZone: 'UTC' })), 'hi', '2099-12-24')), 'X?|"2099-12-24"');`,
  time: `equal((await play(ofReader(lib.time()), 'hi', '14:30')), 'X?|"14:30"');`,
  dateTime: `equal(typeof lib.dateTime({ timeZone: 'UTC' }).read, 'function');`,
  media: `equal((await lib.media().read({ body: '', media: [{ url: 'http://a/b.png', contentType: 'image/png' }] })).kind, 'answer');`,
  files: `equal((await lib.files({ max: 1 }).read({ body: '', media: [{ url: 'http://a/b.png', contentType: 'image/png' }] })).kind, 'answer');`,
  english: `equal(lib.english.yes.includes('yes'), true);`,
  spanish: `equal(lib.spanish.yes.includes('sí') || lib.spanish.yes.includes('si'), true);`,
  inOwnWords: `equal(await lib.inOwnWords()('please stop texting me', 'en'), true);`,
  isObject: `equal(lib.isObject([]) || lib.isObject(null), false);`,

  // ---- Sessions
  readSecrets: `equal(typeof lib.readSecrets('x'.repeat(32)), 'object');`,
  sessionCookie: `
    const cookie = lib.sessionCookie('count', (payload) => typeof payload === 'number');
    const [name, value] = cookie.seal(7, context);
    equal(cookie.open({ [name]: value }, context).session, 7);
    equal(cookie.open({ [name]: value }, { ...context, from: '+2' }).reason, 'forged');`,
  cookieStore: `
    const store = lib.cookieStore(lib.sessionCookie('count', (payload) => typeof payload === 'number'));
    equal((await store.save(7, context)).length, 1);`,
  syncStore: `equal(typeof lib.syncStore({ ttl: '7d' }).for('x', lib.isState).open, 'function');`,
  ConversationError: `
    try { lib.readSecrets('short'); } catch (error) { equal(error instanceof lib.ConversationError, true); }`,

  // ---- Functions, with what the platform defines
  reply: `equal(lib.reply([['a', 'b', []]]).cookies.length, 1);`,
  smsFunction: `
    const store = lib.sessionCookie('x', lib.isState);
    equal(await call(lib.smsFunction(store, () => lib.reply([]))), '<Response/>');`,
  conversationFunction: `
    const hello = lib.conversation('hello', function* () { return 'Hello'; });
    equal(await call(lib.conversationFunction(hello)), '<Response>Hello</Response>');`,
  optOuts: `
    const handling = lib.optOuts({ program: 'Owl Air', contact: 'help@owlair.com', ownWords: lib.inOwnWords() });
    const hello = lib.conversation('hello', function* () { return 'Hello'; });
    equal(/Owl Air/.test(await call(lib.conversationFunction(hello, undefined, handling), 'please stop texting me')), true);`,
  begin: `
    const hello = lib.conversation('hello', function* () { return yield* lib.ask('x', 'X?', lib.text()); });
    const stored = new Map();
    const store = {
      open: () => (stored.has('x') ? { kind: 'continued', session: stored.get('x') } : { kind: 'new', reason: 'missing' }),
      save: async (session) => (stored.set('x', session), []),
      end: async () => [],
      turn: (run) => run(),
    };
    const client = { messages: { create: async ({ body }) => ({ sid: 'SM ' + body }) } };
    const env = { SESSION_SECRET: 'x'.repeat(32) };
    equal((await lib.begin(hello, { from: '+15552220000', to: '+15551110000', client, env, store })).sids.join(), 'SM X?');`,
};

/** What stands before each use. `Twilio` is as much of the platform's as is looked at. */
export const BEFORE_USES = `
  const { equal } = require('node:assert/strict');
  const lib = require('sms-conversation');
  const sms = (body) => ({ body, media: [] });
  const context = { from: '+1', to: '+3', secrets: lib.readSecrets('x'.repeat(32)), now: Date.now() };
  const ofReader = (reader) => function* () { return JSON.stringify(yield* lib.ask('x', 'X?', reader)); };
  const asked = async () =>
    (await lib.run(lib.conversation('a', ofReader(lib.text())), undefined, sms('hi'), '1')).state;
  async function play(code, ...texts) {
    const played = lib.conversation('played', code);
    const said = [];
    let state;
    for (const [index, body] of texts.entries()) {
      const outcome = await lib.run(played, state, sms(body), 'message ' + index, { now: Date.now() });
      state = JSON.parse(JSON.stringify(outcome.state));
      said.push(...outcome.messages);
    }
    return said.join('|');
  }
  class MessagingResponse {
    texts = [];
    message(...args) { const text = args.at(-1); if (text !== '') this.texts.push(text); return { body: (own) => this.texts.push(own), media() {} }; }
    toString() { return this.texts.length === 0 ? '<Response/>' : '<Response>' + this.texts.join('|') + '</Response>'; }
  }
  class Response {
    cookies = [];
    setCookie(...cookie) { this.cookies.push(cookie); return this; }
    setStatusCode() { return this; }
    appendHeader() { return this; }
    setBody(body) { this.body = body; return this; }
  }
  globalThis.Twilio = { Response, twiml: { MessagingResponse } };
  const call = (handler, Body = 'hi') => new Promise((resolve, reject) => {
    const event = { From: '+15551110000', To: '+15552220000', Body, MessageSid: 'SM1', request: { cookies: {}, headers: {} } };
    console.log = () => {};
    handler({ SESSION_SECRET: 'x'.repeat(32) }, event, (error, { body } = {}) => (error ? reject(error) : resolve(String(body))));
  });`;
