import { ask, conversation, conversationFunction, text } from 'sms-conversation';

const QUESTIONS = 50;

/** Fifty questions, of which nothing but their number differs. */
const survey = conversation('survey', function* () {
  for (let question = 1; question <= QUESTIONS; question++)
    yield* ask(`q${question}`, `Question ${question}?`, text());
  return 'Done.';
});

export const handler = conversationFunction(survey);
