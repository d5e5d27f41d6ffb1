import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type LinkedPlace,
  type LinkPlace,
  ownPlaces,
  sourceOfFunction,
  type SourcePlace,
} from 'functions-runtime';
import {
  type Call,
  type CallMessage,
  type FailedBy,
  type LogLevel,
  type PrintedLine,
  readCallMessage,
} from './call-messages';
import { withSecretsHidden } from './hidden-secrets';
import type { HeldUpAt } from './twilio-run';

/** Why a call has failed. */
export type CallFailure = {
  /** `I-Twilio-Idempotency-Token` of the request; `undefined` for one without. */
  readonly token: string | undefined;
  /** Of the Function: `/sms`. */
  readonly path: string;
  /** Whether the request gets no other answer than one that says so, as HTTP 500. */
  readonly isAnswer: boolean;
  /** Whether the process has printed it with its own place, so that the terminal has it. */
  readonly isPrinted: boolean;
  readonly message: string;
  /** Its own place: the first of `frames`, or its Function's file. */
  readonly at?: LinkedPlace;
  /** The places of the app's own files in its stack, the innermost first. */
  readonly frames: readonly LinkedPlace[];
};

/** What a call prints. */
export type CallLog = {
  readonly token: string;
  readonly path: string;
  /** `undefined` when there is more, which is not told. */
  readonly line: { readonly level: LogLevel; readonly text: string } | undefined;
};

/** Who is told of the calls, by all processes. */
export type CallReportsOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly linkPlace: LinkPlace;
  readonly onFailure: (failure: CallFailure) => void;
  readonly onLog: (log: CallLog) => void;
};

/** A request to a Function that was not answered in time. */
export type LateRequest = Pick<Call, 'path' | 'token'>;

/** The calls of one process. */
export type CallReports = {
  /** Takes a message of the process. */
  readonly read: (message: unknown) => void;
  /** Tells that the call of a request was not answered in time, and then what `whereIs` finds of it. */
  readonly tooLate: (request: LateRequest, whereIs: () => Promise<HeldUpAt>) => Promise<void>;
  /** Tells that the process has ended, and how: every call that was running fails. */
  readonly ended: (how: string) => void;
};

/** A process with more calls at once is told of these only. */
const MAX_RUNNING = 1000;
const MAX_FRAMES = 10;
/** In UTF-16 units, of a message of a failure, and of a text that is printed. */
const MAX_MESSAGE = 1000;
const MAX_PRINTED = 8000;

/** Texts that no message of a failure may have, and those that nothing that is printed may have. */
export type HiddenTexts = { readonly inFailures: readonly string[]; readonly inLogs: readonly string[] };

export function createCallReports(
  { root, linkPlace, onFailure, onLog }: CallReportsOptions,
  hidden: HiddenTexts,
): CallReports {
  const running = new Map<number, Call>();
  /** Those of them that have ended the process, and those that were not answered in time. */
  const endedBy = new Set<number>();
  const late = new Set<number>();
  /** The places of the failures of a call that its process has printed. */
  const printed = new Map<number, ReadonlySet<string>>();

  const fail = (
    call: Call,
    { isAnswer = true, how, text, stack = '' }: Partial<Failed> & Pick<Failed, 'text'>,
  ): void => {
    const { token, path } = call;
    const own = ownPlaces(stack, root).slice(0, MAX_FRAMES);
    const message = withSecretsHidden(text, hidden.inFailures).slice(0, MAX_MESSAGE);
    const place = JSON.stringify(own[0] ?? null);
    // What a Function logs and then throws is printed by what it logs, which may hide what is private.
    const isPrinted =
      (how !== undefined && PRINTED.has(how) && isOnTop(own[0], stack)) ||
      (how === 'thrown' && printed.get(call.id)?.has(place) === true);
    if (isPrinted) printed.set(call.id, new Set([...(printed.get(call.id) ?? []), place]));
    const frames = own.map(linkPlace);
    onFailure({
      token,
      path,
      isAnswer,
      isPrinted,
      message,
      at: frames[0] ?? linkPlace(fileOf(call)),
      frames,
    });
  };
  const fileOf = ({ file }: Call) => sourceOfFunction(root, 'dist/functions', file);

  const take = (message: CallMessage): void => {
    switch (message.kind) {
      case 'begun':
        if (running.size < MAX_RUNNING) running.set(message.call.id, message.call);
        return;
      case 'over':
        running.delete(message.id);
        printed.delete(message.id);
        late.delete(message.id);
        return;
      case 'log': {
        const { token, path } = message.call;
        const line = message.line && {
          level: message.line.level,
          text: shownOf(message.line, hidden.inLogs),
        };
        if (token !== undefined) onLog({ token, path, line });
        return;
      }
      case 'failure': {
        const { how } = message;
        const [only] = running.size === 1 ? running.values() : [];
        const call = message.call ?? only;
        if (call === undefined) return;
        if (how === 'fatal' || how === 'exit') endedBy.add(call.id);
        fail(call, { ...message, text: textOf(message, call) });
        return;
      }
      default:
        message satisfies never;
    }
  };

  return {
    read(message) {
      const read = readCallMessage(message);
      if (read !== undefined) take(read);
    },
    async tooLate(request, whereIs) {
      // One that has not begun waits for another one, which holds the process up.
      const call = [...running.values()].find((one) => isOf(request, one)) ?? notBegun(request, root);
      late.add(call.id);
      const text = `The Function ${call.path} did not call back in time. ${NEVER_CALLED}`;
      fail(call, { text });
      const { call: id = NaN, stack = '' } = await whereIs();
      const other = running.get(id);
      if (id === call.id) fail(call, { text, stack });
      else if (other !== undefined && ownPlaces(stack, root).length > 0)
        fail(call, { text: `Meanwhile, ${other.path} held up the process of the Functions.`, stack });
    },
    ended(how) {
      const others = endedBy.size > 0 ? ' Another call has ended it.' : '';
      for (const call of running.values()) {
        if (!endedBy.has(call.id) && !late.has(call.id))
          fail(call, { text: `${how} This call was under way.${others}` });
      }
      running.clear();
    },
  };
}

type Failed = CallMessage & { readonly kind: 'failure' };

/** Node.js, or what serves the Functions, prints these. */
const PRINTED: ReadonlySet<FailedBy> = new Set(['rejected', 'unhandled', 'fatal', 'logged']);

/** Whether a stack begins with this place, or there is none to look for. */
function isOnTop(place: SourcePlace | undefined, stack: string): boolean {
  if (place === undefined) return true;
  const top = /\n\s+at .*/.exec(stack)?.[0] ?? '';
  return top.includes(`${place.file}:${String(place.line)}`);
}

const isOf = ({ token, path }: LateRequest, call: Call): boolean =>
  token === undefined ? call.path === path : call.token === token;

/** A call that its process has not begun. Its id is that of none. */
function notBegun({ token, path }: LateRequest, root: string): Call {
  const names = ['', '.protected'].map((access) => `${path.slice(1)}${access}.js`);
  const file = names.find((name) => existsSync(join(root, 'dist/functions', name))) ?? `${path.slice(1)}.js`;
  return { id: NaN, token, path, file };
}

/** The words of a failure. */
function textOf({ how, text }: Failed, { path }: Call): string {
  switch (how) {
    case 'thrown':
    case 'logged':
      return text;
    case 'load':
      return `The Function ${path} cannot be loaded: ${text}`;
    case 'handler':
      return text === 'undefined'
        ? `The Function ${path} exports no handler. Write: export const handler = ...`
        : `The Function ${path} exports a handler that is not a function: ${text}.`;
    case 'rejected':
      return `${text}. The handler is async and has thrown, so it never calls back. Catch it, and call callback(error).`;
    case 'unhandled':
      return `${text}. Nobody has caught this: is an await missing?`;
    case 'fatal':
      return `${text}. Nobody has caught this, and it has ended the process of the Functions.`;
    case 'exit':
      return `The Function ${path} has ended the process of the Functions, by process.exit(${text}).`;
    default:
      return how satisfies never;
  }
}

/** What is printed, without these secrets; of a long text the beginning. */
function shownOf({ text, length }: PrintedLine, secrets: readonly string[]): string {
  const shown = withSecretsHidden(text, secrets);
  if (length <= MAX_PRINTED) return shown;
  // By as much as it is shorter now, its end is nearer, where a secret may be cut off and not be found.
  const end = Math.max(0, MAX_PRINTED - (text.length - shown.length));
  return `${shown.slice(0, end)}… (${length} characters: the terminal has all of it)`;
}

const NEVER_CALLED =
  'On Twilio, it is ended then. Does every way through it call callback(), also when something fails or is not awaited?';
