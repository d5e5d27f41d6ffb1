import { z } from 'zod';
import { withoutCredentials } from '../engine/addresses';
import { addressOn, channelOf, phoneNumberOf } from '../engine/channels';
import type { Conversation, Exchange, Media, Message, OwnNumber, Turn } from '../engine/types';
import { conversationSchema } from './conversation-schema';
import { InputError, readInput } from './input';

/** What the `format` of a file is, and the newest version of it that is known. */
const FORMAT = 'sms-emulator conversation';
const VERSION = 1;

/** How deep lists and objects may be in each other. The deepest of an own file are the data of Sync documents. */
const MAX_DEPTH = 100;

/** A conversation in a file. */
export type ConversationFile = {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  /** The name of its number: by it the Function's number is found on another machine. */
  readonly number: { readonly name: string };
  readonly conversation: Conversation;
};

/** A conversation as it is exported: without turns that run, and without users and passwords in addresses. */
export const conversationFile = (
  conversation: Conversation,
  number: OwnNumber | undefined,
): ConversationFile => ({
  format: FORMAT,
  version: VERSION,
  number: { name: number?.name ?? conversation.to },
  conversation: {
    ...conversation,
    messages: conversation.messages.map(messageForFile),
    turns: conversation.turns.flatMap((turn) => (turn.durationMs === null ? [] : [turnForFile(turn)])),
  },
});

/** The name of the file, with what letters and digits there are in the two addresses. */
export const fileNameOf = ({ from, to }: Pick<Conversation, 'from' | 'to'>): string =>
  `conversation-${[from, to].map((address) => address.replace(/[^\w]/g, '')).join('-')}.json`;

const messageForFile = (message: Message): Message => ({ ...message, media: mediaForFile(message.media) });

const turnForFile = (turn: Turn): Turn => ({
  ...turn,
  media: mediaForFile(turn.media),
  replies: turn.replies.map(messageForFile),
  exchanges: turn.exchanges.map(exchangeForFile),
});

const mediaForFile = (media: readonly Media[]): Media[] =>
  media.map(({ url, contentType }) => ({ url: withoutCredentials(url), contentType }));

const exchangeForFile = (exchange: Exchange): Exchange => {
  const { request } = exchange;
  const { sentTo } = request;
  return {
    ...exchange,
    request: {
      ...request,
      url: withoutCredentials(request.url),
      parameters: request.parameters.map(([name, value]) => [
        name,
        isUrl(name) ? withoutCredentials(value) : value,
      ]),
      ...(sentTo === undefined ? {} : { sentTo: withoutCredentials(sentTo) }),
    },
  };
};

/** Whether a parameter is an address: `MediaUrl0`, `ErrorUrl`. */
const isUrl = (name: string): boolean => /Url\d*$/.test(name);

const fileSchema = z.strictObject(
  {
    format: z.literal(FORMAT),
    version: z.literal(VERSION, `must be ${VERSION}: a newer emulator has written this file`),
    number: z.object({ name: z.string('must be a text').max(1000, 'must have at most 1000 characters') }),
    conversation: conversationSchema,
  },
  'must be a JSON object',
);

/**
 * Reads a file. When the number of its name is another one here, the conversation is with that one.
 *
 * @throws InputError that names the first field that is wrong.
 */
export function readConversationFile(text: string, numbers: readonly OwnNumber[]): Conversation {
  if (isTooDeep(text)) throw new InputError('body', `The file has more than ${MAX_DEPTH} levels.`);
  const { conversation, number } = readFields(text);
  const own = numbers.find(({ name }) => name === number.name)?.number;
  const to = own === undefined ? undefined : addressLike(conversation.to, own);
  return to === undefined || to === conversation.to ? conversation : withNumber(conversation, to);
}

function readFields(text: string): z.output<typeof fileSchema> {
  try {
    return readInput(fileSchema, text);
  } catch (error) {
    // Of a file that is something else, any field may be the first that is wrong.
    if (!(error instanceof InputError) || error.field === 'body' || hasFormat(text)) throw error;
    throw new InputError('format', `format must be "${FORMAT}": this is no exported conversation.`);
  }
}

const hasFormat = (json: string): boolean => (JSON.parse(json) as { format?: unknown }).format === FORMAT;

/** Whether lists and objects are nested too deep, for what reads them by recursion. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInText) {
      if (character === '\\') index++;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '[' || character === '{') {
      depth++;
      if (depth > MAX_DEPTH) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}

/** What a number is called on the channel of an address, if it is there. */
function addressLike(address: string, number: string): string | undefined {
  const channel = channelOf(address);
  if (channelOf(number) === channel) return number;
  const phoneNumber = phoneNumberOf(number);
  return phoneNumber === undefined ? undefined : addressOn(channel, phoneNumber);
}

/** The same with another number. */
function withNumber(conversation: Conversation, number: string): Conversation {
  const renamed = (address: string) => (address === conversation.to ? number : address);
  const renamedMessage = (message: Message): Message => ({
    ...message,
    from: renamed(message.from),
    to: renamed(message.to),
  });
  return {
    ...conversation,
    to: number,
    messages: conversation.messages.map(renamedMessage),
    turns: conversation.turns.map((turn) => ({
      ...turn,
      to: number,
      replies: turn.replies.map(renamedMessage),
    })),
  };
}
