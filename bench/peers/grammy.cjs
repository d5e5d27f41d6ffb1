// The same questions in conversations of grammY, which keeps the log of a conversation in a storage of the bot's choice.
const { Bot } = require('grammy');
const { conversations, createConversation } = require('@grammyjs/conversations');

const CHAT = { id: 123456789, first_name: 'Ann', last_name: 'Lee', username: 'annlee', type: 'private' };
const ANN = {
  id: 123456789,
  is_bot: false,
  first_name: 'Ann',
  last_name: 'Lee',
  username: 'annlee',
  language_code: 'en',
};
const BOT = { id: 987654321, is_bot: true, first_name: 'Bench', username: 'bench_bot' };

/** A bot with so many questions. `stored` is what its storage has, as JSON; `sent` what it sent last. */
exports.createGrammy = (questions) => {
  let id = 1;
  const grammy = { stored: undefined, sent: '', keeps: true };
  // In place of Telegram's API.
  const fetch = async (_, { body }) => {
    const { text } = JSON.parse(body);
    grammy.sent = text;
    const result = { message_id: ++id, from: BOT, chat: CHAT, date: 1790000000, text };
    return { json: async () => ({ ok: true, result }) };
  };
  const bot = new Bot('987654321:bench', {
    client: { fetch },
    botInfo: {
      ...BOT,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    },
  });
  const adapter = {
    read: () => grammy.stored && JSON.parse(grammy.stored),
    write: (_, state) => {
      const json = JSON.stringify(state);
      if (grammy.keeps) grammy.stored = json;
    },
    delete: () => {
      if (grammy.keeps) grammy.stored = undefined;
    },
  };
  bot.use(conversations({ storage: { type: 'key', adapter } }));
  bot.use(
    createConversation(async (conversation, context) => {
      for (let question = 1; question <= questions; question++) {
        await context.reply(`Question ${question}?`);
        await conversation.waitFor('message:text');
      }
      await context.reply('Done.');
    }, 'survey'),
  );
  bot.on('message', (context) => context.conversation.enter('survey'));
  grammy.text = (text) =>
    bot.handleUpdate({
      update_id: ++id,
      message: { message_id: ++id, from: ANN, chat: CHAT, date: 1790000000, text },
    });
  return grammy;
};
