import type {
  Clock,
  Conversation,
  Media,
  Message,
  NumberSettings,
  OwnNumber,
  RichContent,
  Faults,
  Sources,
  Replay,
  ReplayWithSteps,
  Turn,
  Undone,
} from '../../engine/types';
import type { Channel } from '../../engine/channels';
import type { Found } from '../../engine/search';
import { emptyConversation, type Snapshot } from './state';

/** The emulator refused a request or cannot be reached. The message is shown to the user. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /**
   * @param field - the name of the request's field that was refused; `null` for the whole.
   * @param status - of the HTTP response; 0 when the emulator cannot be reached; `null` when it was not asked.
   */
  constructor(
    message: string,
    readonly field: string | null,
    readonly status: number | null = null,
  ) {
    super(message);
  }

  /** There was no answer at all. */
  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

/** The message of an error, for the user. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? error.message : 'Something went wrong. Try again.';

const path = (...segments: string[]): string => `/api/${segments.map(encodeURIComponent).join('/')}`;

async function request(
  method: string,
  url: string,
  body?: BodyInit,
  contentType?: string,
): Promise<Response> {
  const init: RequestInit = { method };
  if (body !== undefined) init.body = body;
  if (contentType !== undefined) init.headers = { 'Content-Type': contentType };
  const response = await fetch(url, init).catch((error: unknown) => {
    throw new ApiError(`The emulator cannot be reached (${errorText(error)}).`, null, 0);
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const { error, field } = JSON.parse(text) as { error?: unknown; field?: unknown };
    if (typeof error === 'string') {
      return new ApiError(error, typeof field === 'string' ? field : null, response.status);
    }
  } catch {
    // Not the API's own JSON: the error shows the text itself.
  }
  return new ApiError(
    `The emulator answered ${response.status}. ${text.slice(0, 200)}`,
    null,
    response.status,
  );
}

async function json<Answer>(method: string, url: string, body?: unknown): Promise<Answer> {
  const response =
    body === undefined
      ? await request(method, url)
      : await request(method, url, JSON.stringify(body), 'application/json');
  return (await response.json()) as Answer;
}

/** Loads the whole state of the emulator. @throws ApiError, as every function here. */
export async function loadAll(): Promise<Snapshot> {
  const [{ numbers }, newest, clock, faults, phones, scheduled, { replays }, sources] = await Promise.all([
    json<Pick<Snapshot, 'numbers'>>('GET', path('numbers')),
    loadConversations(path('conversations')),
    json<Clock>('GET', path('clock')),
    json<Faults>('GET', path('faults')),
    loadPhones(),
    loadScheduled(),
    json<Pick<Snapshot, 'replays'>>('GET', path('replays')),
    json<Sources>('GET', path('sources')),
  ]);
  return { numbers, ...newest, clock, faults, ...phones, scheduled, replays, sources };
}

/** Loads a page of conversations. @param url - `State.older`. */
export async function loadConversations(url: string): Promise<Pick<Snapshot, 'conversations' | 'older'>> {
  type Page = Pick<Snapshot, 'conversations'> & { readonly next?: string };
  const { conversations, next = null } = await json<Page>('GET', url);
  return { conversations, older: next };
}

/** Loads one conversation; an empty one when there is none. */
export async function loadConversation(phone: string, number: string): Promise<Conversation> {
  const response = await fetch(path('conversations', phone, number));
  if (response.status === 404) return emptyConversation(phone, number);
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as Conversation;
}

/** Sends a message; resolves when its turn is over. */
export const sendMessage = (
  from: string,
  to: string,
  body: string,
  media: readonly Media[],
  more: RichContent = {},
): Promise<Turn> => json('POST', path('messages'), { from, to, body, media, ...more });

/** Uploads a file; a message can then refer to it. */
export async function uploadMedia(file: Blob): Promise<Media> {
  const response = await request('POST', path('media'), file, file.type || 'application/octet-stream');
  return (await response.json()) as Media;
}

/** Whether a file that was uploaded is still kept; `true` for one that is elsewhere. */
export async function isMediaHere({ url }: Media): Promise<boolean> {
  const { port, pathname } = new URL(url);
  if (port !== location.port || !pathname.startsWith('/media/')) return true;
  const response = await fetch(pathname, { method: 'HEAD' }).catch(() => null);
  return response?.status !== 404;
}

/** Has a conversation again, from its first message or from a turn on. */
export const startReplay = (from: string, to: string, turn?: string): Promise<Replay> =>
  json('POST', path('replays'), { from, to, ...(turn === undefined ? {} : { turn }) });

/** Loads a replay with its steps. */
export const loadReplay = (id: string): Promise<ReplayWithSteps> => json('GET', path('replays', id));

/** Cancels a replay that runs. */
export async function cancelReplay(id: string): Promise<void> {
  await request('DELETE', path('replays', id));
}

/** Puts the conversation as it was before a replay in the place of the new one. */
export const putBackBefore = (id: string): Promise<Replay> => json('POST', path('replays', id, 'put-back'));

/** Looks for a text in all conversations. */
export const search = (text: string): Promise<Found> =>
  json('GET', `${path('search')}?text=${encodeURIComponent(text)}`);

/** Where a conversation can be downloaded. */
export const exportUrl = (phone: string, number: string): string =>
  path('conversations', phone, number, 'export');

/** Imports a conversation; resolves with its phone and number, and the token that takes it back. `replaces`: in the place of what the two have had. */
export async function importFile(
  file: Blob,
  replaces: boolean,
): Promise<{ from: string; to: string; token: string | null }> {
  const url = `${path('conversations')}${replaces ? '?replace=true' : ''}`;
  const response = await request('POST', url, file, 'application/json');
  const pair = (await response.json()) as { from: string; to: string };
  return { ...pair, token: undoTokenOf(response) };
}

/** Moves the emulator's clock ahead by a duration such as `4h`. */
export const advanceClock = (by: string): Promise<Clock> => json('POST', path('clock'), { advance: by });

/** Moves the emulator's clock back to this machine's time. */
export const resetClock = (): Promise<Clock> => json('POST', path('clock'), { reset: true });

/** Changes the faults that are given; returns all. */
export const setFaults = (change: Partial<Faults>): Promise<Faults> => json('PUT', path('faults'), change);

/** The phones in their order, those that are off, and the names on WhatsApp. */
type Phones = Pick<Snapshot, 'phones' | 'off' | 'profileNames'>;

/** Loads the phones; adds one when there is none. */
async function loadPhones(): Promise<Phones> {
  const { phones, off, profileNames } = await json<Phones>('GET', path('phones'));
  if (phones.length > 0) return { phones, off, profileNames };
  const added = await json<Phones>('POST', path('phones'), { onlyIfNone: true });
  return { phones: added.phones, off: added.off, profileNames: added.profileNames };
}

/** Adds a phone with a new number of a channel. */
export const addPhone = (channel: Channel): Promise<{ readonly phone: string }> =>
  json('POST', path('phones'), { channel });

/** Moves a phone before another one, or to the end. */
export const movePhone = (phone: string, before: string | null): Promise<Phones> =>
  json('PUT', path('phones', phone), { before });

/** Removes a phone and all of its conversations. Resolves with the token that takes it back. */
export const removePhone = (phone: string): Promise<string | null> => forget(path('phones', phone));

/** Takes back what was forgotten, removed or imported. */
export const takeBack = (token: string): Promise<Undone> => json('POST', path('undo'), { token });

const forget = async (url: string): Promise<string | null> => undoTokenOf(await request('DELETE', url));

const undoTokenOf = ({ headers }: Response): string | null => headers.get('Undo-Token');

/** Switches a phone on or off, or changes its name on WhatsApp. */
export const setPhone = (
  phone: string,
  change: { readonly on?: boolean; readonly profileName?: string },
): Promise<Phones> => json('PUT', path('phones', phone), change);

/** Loads the scheduled messages, the next one first. */
export const loadScheduled = async (): Promise<readonly Message[]> =>
  (await json<{ messages: readonly Message[] }>('GET', path('scheduled'))).messages;

/** Cancels a scheduled message. */
export async function cancelScheduled(sid: string): Promise<void> {
  await request('DELETE', path('scheduled', sid));
}

/** Creates a number, or changes some of its settings. */
export const saveNumber = (number: string, change: Partial<NumberSettings>): Promise<OwnNumber> =>
  json('PUT', path('numbers', number), change);

/** Takes a number away that was added by hand. */
export async function deleteNumber(number: string): Promise<void> {
  await request('DELETE', path('numbers', number));
}

/** Gives the number of a Function the settings back that it had at first. */
export const resetNumber = (number: string): Promise<OwnNumber> =>
  json('POST', path('numbers', number, 'reset'));

/** Deletes a conversation and its cookies. Resolves with the token that takes it back. */
export const forgetConversation = (phone: string, number: string): Promise<string | null> =>
  forget(path('conversations', phone, number));
