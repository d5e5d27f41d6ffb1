// An SMS bot as Botkit's documentation writes one. The adapter answers by Twilio's REST API, and checks the signatures.
const { Botkit, BotkitConversation } = require('botkit');
const { TwilioAdapter } = require('botbuilder-adapter-twilio-sms');

const { TWILIO_NUMBER, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_VALIDATION_URL } = process.env;

const controller = new Botkit({
  webhook_uri: '/sms',
  adapter: new TwilioAdapter({
    twilio_number: TWILIO_NUMBER,
    account_sid: TWILIO_ACCOUNT_SID,
    auth_token: TWILIO_AUTH_TOKEN,
    validation_url: TWILIO_VALIDATION_URL, // by default that of the request, without a port
  }),
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
});
