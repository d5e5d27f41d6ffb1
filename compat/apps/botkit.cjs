// An SMS bot as Botkit's documentation writes one. The adapter answers by Twilio's REST API, and checks the signatures.
const { Botkit, BotkitConversation } = require('botkit');
const { TwilioAdapter } = require('botbuilder-adapter-twilio-sms');

const { TWILIO_NUMBER, ACCOUNT_SID, AUTH_TOKEN, IS_PUBLIC } = process.env;

const settings = { twilio_number: TWILIO_NUMBER, account_sid: ACCOUNT_SID, auth_token: AUTH_TOKEN };
const controller = new Botkit({
  webhook_uri: '/sms',
  adapter: new TwilioAdapter(settings),
  disable_console: true,
});

const pizza = new BotkitConversation('pizza', controller);
pizza.ask('Which size?', (answer, conversation) => conversation.setVar('size', answer), 'size');
pizza.say('One {{vars.size}} pizza.');
pizza.say('It comes in half an hour.');
controller.addDialog(pizza);

controller.hears('pizza', 'message', (bot) => bot.beginDialog('pizza'));
controller.on('picture_message', (bot, message) => bot.reply(message, `A picture: ${message.MediaUrl0}`));

controller.ready(() => {
  controller.webserver.post('/late/:phone', async (request, response) => {
    const bot = await controller.spawn({});
    await bot.startConversationWithUser(request.params.phone);
    await bot.say('We are late.');
    response.end();
  });
  const origin = `http://127.0.0.1:${controller.http.address().port}`;
  // By default the adapter checks the signature of an address without a port, as a public one has none.
  if (!IS_PUBLIC) settings.validation_url = `${origin}/sms`;
  console.log(`${origin} is served.`);
});
