// What every app here answers, as TwiML. Each brings the session itself: a plain object that its library keeps.

const QUESTIONS = ['What is your name?', 'Which colour?'];

const escape = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
const message = (text) => `<Message>${escape(text)}</Message>`;
const respond = (...verbs) => `<Response>${verbs.join('')}</Response>`;

/** The whole answer of one text. */
const say = (text) => respond(message(text));

/** Counts the messages of a session. */
function count(session) {
  session.count = (session.count ?? 0) + 1;
  return say(`Message ${session.count}`);
}

/** A text of a survey: the answer to the question that was asked last, if one was. The next question is behind a redirect. */
function answer(session, body, redirect = '<Redirect method="GET">/survey/question</Redirect>') {
  const begins = session.answers === undefined;
  session.answers = begins ? [] : [...session.answers, body];
  return begins ? respond(message('Two questions.'), redirect) : respond(redirect);
}

/** Asks the next question of the survey, or ends it. */
function ask(session) {
  const { answers } = session;
  const question = QUESTIONS[answers.length];
  if (question !== undefined) return say(question);
  session.answers = undefined; // what every library keeps as a removal
  return say(`Thanks: ${answers.join(', ')}.`);
}

/** Names the files of a message. */
function files({ NumMedia, ...form }) {
  const all = Array.from(
    { length: NumMedia },
    (_, i) => `${form[`MediaContentType${i}`]} ${form[`MediaUrl${i}`]}`,
  );
  return say(all.length === 0 ? 'No files.' : `Files: ${all.join(', ')}.`);
}

module.exports = { answer, ask, count, files, say };
