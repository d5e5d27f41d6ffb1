export type { AnswerOf, AnswerSource } from './conversation/answer-source';
export {
  conversation,
  type ConversationCode,
  type ConversationOptions,
  type DefinedConversation,
  type Hook,
  type HookEvent,
} from './conversation/conversation';
export type { Command, Commands } from './conversation/commands';
export {
  accepted,
  answered,
  unreadable,
  type Accepted,
  type Question,
  type Reader,
  type Reading,
  type Unreadable,
} from './conversation/reader';
export { date } from './conversation/readers/date';
export { dateTime } from './conversation/readers/date-time';
export { either } from './conversation/readers/either';
export { email } from './conversation/readers/email';
export { files } from './conversation/readers/files';
export { integer } from './conversation/readers/integer';
export { media } from './conversation/readers/media';
export { oneOf } from './conversation/readers/one-of';
export { phoneNumber } from './conversation/readers/phone-number';
export { text } from './conversation/readers/text';
export { time } from './conversation/readers/time';
export { yesNo } from './conversation/readers/yes-no';
export type { Answers, EffectTools } from './conversation/request';
export type { PlannedReminder, Reminder } from './conversation/reminders';
export { run, type Outcome } from './conversation/replay/run';
export { isState, type State } from './conversation/replay/state';
export { stateSize, stateSizeByStep } from './conversation/replay/state-size';
export {
  answers,
  ask,
  beginning,
  choose,
  effect,
  first,
  forget,
  listen,
  part,
  say,
  scope,
  speak,
  summary,
  type AskOptions,
  type Beginning,
  type EffectOptions,
  type Step,
  type Steps,
} from './conversation/steps';
export { switchboard, type SwitchboardOptions } from './conversation/switchboard/switchboard';
export { ConversationError, type ConversationErrorCode, type Location } from './errors';
export type { Duration } from './duration';
export type { FunctionContext } from './function-context';
export { isObject, type Json } from './json';
export type { AnsweredBy } from './message/answered-by';
export type { Button } from './message/button';
export type { Media, Message, OutgoingMessage } from './message/message';
export { inOwnWords, type OwnWords } from './message/own-words/own-words';
export { cookieStore } from './session/cookie-store';
export { readSecrets, type Secrets } from './session/secrets';
export { sessionCookie, type SessionCookie } from './session/session-cookie';
export type {
  NewReason,
  Opened,
  SessionContext,
  SessionStorage,
  SessionStore,
  SetCookie,
} from './session/session-store';
export { syncStore, type SyncStoreOptions } from './sync/sync-store';
export { english } from './texts/english';
export type { OptOutTexts } from './texts/opt-out-texts';
export { spanish } from './texts/spanish';
export type { Texts } from './texts/texts';
export { begin, type BeginOptions, type Begun } from './twilio/begin';
export { conversationFunction } from './twilio/conversation-function';
export { optOuts } from './twilio/opt-out-handler';
export type { OptOutEvent, OptOutOptions, OptOuts } from './twilio/opt-outs';
export { reply } from './twilio/reply';
export {
  smsFunction,
  type LogLine,
  type OptOutHandler,
  type SmsEvent,
  type SmsFunction,
} from './twilio/sms-function';
