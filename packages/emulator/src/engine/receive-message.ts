import type { EmulatorClock } from './clock';
import type { Conversations, ConversationState } from './conversations';
import { debuggerEntry } from './debugger';
import type { Limits } from './http';
import { OPT_OUT_REPLIES, optOutWord } from './opt-out';
import { runTurn } from './run-turn';
import type { Scene } from './scene';
import { newSid } from './sids';
import { recordTurn, type Sent, type TurnRecord } from './turn-record';
import type { Clock, EmulatorEvent, OwnNumber, FaultName, Turn } from './types';
import { type Account, incomingParameters } from './webhook';

/** What every turn shares. */
export type World = {
  readonly account: Account;
  readonly limits: Limits;
  readonly clock: EmulatorClock;
  readonly conversations: Conversations;
  readonly numbers: ReadonlyMap<string, OwnNumber>;
  readonly emit: (event: EmulatorEvent) => void;
  readonly advance: (ms: number) => Clock;
  /** The faults for the message that is sent now. */
  readonly takeFaults: () => ReadonlySet<FaultName>;
};

/** Lets a phone send one message to a number, and does all that Twilio does about it. Never rejects. */
export async function takeTurn(
  sent: Sent,
  number: OwnNumber,
  state: ConversationState,
  world: World,
): Promise<Turn> {
  const faults = world.takeFaults();
  const record = recordTurn(sent, state, faults, world);
  record.showMessage();
  const reply = readOptOut(sent, state);
  record.begin();
  if (reply !== undefined) {
    record.reply({ sid: newSid('SM'), from: sent.to, to: sent.from, body: reply, media: [] }, true);
  }
  const cookie = faultyCookie(faults, state);
  state.lastCookie = state.jar.header(number.smsUrl);
  await runTurn({ ...sceneOf(sent, number, state, record, world), faults, cookie });
  return record.end();
}

/** Opts the phone out or in when its message is one of Twilio's words. Returns Twilio's own answer to it. */
function readOptOut({ body }: Sent, state: ConversationState): string | undefined {
  const word = optOutWord(body, state.optedOut);
  if (word === 'stop' || word === 'start') state.optedOut = word === 'stop';
  return word && OPT_OUT_REPLIES[word];
}

/** What is sent in place of the jar's cookies, when that is the fault. */
function faultyCookie(faults: ReadonlySet<FaultName>, state: ConversationState): string | undefined {
  if (faults.has('loseCookie')) return '';
  return faults.has('staleCookie') ? state.lastCookie : undefined;
}

function sceneOf(
  sent: Sent,
  number: OwnNumber,
  { jar }: ConversationState,
  { sid, segments, exchanges, errors, reply }: TurnRecord,
  { account, limits, clock, conversations, numbers, advance }: World,
): Omit<Scene, 'faults' | 'cookie'> {
  return {
    account,
    limits,
    jar,
    now: clock.now,
    number,
    phone: sent.from,
    parameters: incomingParameters({ ...sent, sid, segments }, account),
    isOwnNumber: (wanted) => numbers.has(wanted),
    pass: advance,
    record: (exchange) => exchanges.push(exchange) - 1,
    report: (problem, exchange) => errors.push(debuggerEntry(problem, exchange)),
    deliver(outgoing) {
      if (conversations.find(outgoing.to, outgoing.from)?.optedOut === true) return false;
      reply(outgoing, false);
      return true;
    },
  };
}
