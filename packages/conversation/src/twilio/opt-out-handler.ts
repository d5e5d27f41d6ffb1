import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import { orAborted } from '../async/until-aborted';
import type { Json } from '../json';
import { cookieStore } from '../session/cookie-store';
import { sessionCookie } from '../session/session-cookie';
import type { SessionStore } from '../session/session-store';
import { answerOptOut } from './answer-opt-out';
import { deadlines, withDeadlines } from './deadlines';
import { deliveryIdOf } from './delivery-id';
import { logError } from './log-error';
import { type OptOutMark, type OptOutOptions, type OptOuts, readOptOuts } from './opt-outs';
import { reply } from './reply';
import type { OptOutHandler } from './sms-function';

/** The name of the cookie, or of the documents, with the marks of senders who have opted out. */
const NAME = 'opt-out';

const isMark = (payload: Json): payload is OptOutMark => payload === 'app' || payload === 'twilio';

/**
 * Handles opt-outs: answers STOP, START and HELP where Twilio does not, takes other words for STOP, calls hooks, and keeps silent towards
 * who has opted out. For `conversationFunction` and `smsFunction`.
 *
 * ```ts
 * const handling = optOuts({ program: 'Owl Air', contact: 'help@owlair.com', ownWords: inOwnWords() });
 * export const handler = conversationFunction(reservation, syncStore({ ttl: '7d' }), handling);
 * ```
 * docs/opt-out.md says what the rules are and what is not known. None of it is legal advice.
 *
 * @throws {ConversationError} `opt-out-definition`; `message-text` for a text that Twilio would not send.
 */
export function optOuts(options: OptOutOptions): OptOutHandler & OptOuts {
  const read = readOptOuts(options);
  const marks: SessionStore<OptOutMark> =
    options.store?.for(NAME, isMark) ?? cookieStore(sessionCookie(NAME, isMark));
  return Object.assign(handlerOf(read, marks), read);
}

/** Handles the opt-outs of a Function without a conversation, whose marks are apart from its sessions. */
const handlerOf =
  ({ decide, options }: OptOuts, marks: SessionStore<OptOutMark>): OptOutHandler =>
  async (kind, event, session, log, context, end) => {
    const { From: from, To: to, Body: body } = event;
    const times = deadlines();
    const turn = withDeadlines(session, times);
    const logged = (error: unknown) => void logError(error, context, [from, to, body]);
    const id = `opt-out ${deliveryIdOf(event)}`;
    let mark: OptOutMark | undefined;

    const answer = async (isStored: boolean): Promise<TwilioResponse | undefined> => {
      if (isStored) {
        const opened = await orAborted(turn.signal, marks.open(event.request.cookies, turn));
        mark = opened.kind === 'continued' ? opened.session : undefined;
      }
      const { language = 'en' } = options;
      const decision = await decide({ to, body, optOutType: event.OptOutType, mark, language }, logged);
      if (decision === undefined) return undefined;
      const save = async (next: OptOutMark) =>
        isStored ? orAborted(turn.signal, marks.save(next, turn, '<Response/>')) : [];
      const endSession = async () => {
        try {
          return await end(turn);
        } catch (error) {
          logged(error); // what was stored of the session must not cost the mark
          return [];
        }
      };
      const set = async (next: OptOutMark) => [...(await save(next)), ...(await endSession())];
      if (mark !== undefined && decision.kind === 'opted-out') {
        log.outcome = decision.kind;
        return reply(await save(mark)); // so that it lasts
      }
      const remove = mark === undefined ? undefined : async () => orAborted(turn.signal, marks.end(turn));
      const told = { id, answers: {}, body, from, to, context, signal: turn.signal };
      return answerOptOut(decision, options, { set, remove }, { told, log, logged });
    };
    const repeat = (): TwilioResponse => {
      log.outcome = 'repeated';
      return reply();
    };
    try {
      return await (marks.turn?.(async () => answer(true), repeat, turn) ?? answer(true));
    } catch (error) {
      logged(error);
      return await answer(false);
    } finally {
      times.clear();
    }
  };
