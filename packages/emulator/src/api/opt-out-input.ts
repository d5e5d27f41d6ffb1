import { z } from 'zod';
import { MESSAGE } from '../engine/limits';
import {
  type AdvancedOptOut,
  comparable,
  OPT_OUT_WORDS,
  type OptOutWord,
  RESERVED_KEYWORDS,
  rulesOf,
} from '../engine/opt-out-words';

/** The emulator's own limits, so that looking for a keyword takes no time. Twilio's are not known. */
const MAX = { keywords: 100, characters: 100, languages: 50 };

const keyword = z
  .string('must be a text')
  .trim()
  .min(1, 'must not be empty')
  .max(MAX.characters, `must have at most ${MAX.characters} characters`)
  .refine((text) => !/[,\r\n]/.test(text), 'must be one keyword, without a comma');

const keywords = z
  .array(keyword, 'must be a list of keywords')
  .min(1, 'must have at least one keyword')
  .max(MAX.keywords, `must have at most ${MAX.keywords} keywords`);

const reply = z
  .string('must be a text')
  .refine((text) => text.trim() !== '', 'must not be empty')
  .refine((text) => text.length <= MESSAGE.body, `must have at most ${MESSAGE.body} characters`);

const RULE = 'must be {"keywords", "reply"}';
const forEachWord = <Schema extends z.ZodType>(schema: Schema): Record<OptOutWord, Schema> => ({
  stop: schema,
  start: schema,
  help: schema,
});

const settings = z
  .strictObject(
    {
      ...forEachWord(
        z.strictObject({ keywords: keywords.optional(), reply: reply.optional() }, RULE).optional(),
      ),
      languages: z
        .array(
          z.strictObject(
            {
              language: z
                .string('must be a text, such as "es"')
                .trim()
                .min(1, 'must not be empty')
                .max(100, 'must have at most 100 characters'),
              ...forEachWord(z.strictObject({ keywords, reply }, RULE).optional()),
            },
            'must be {"language", "stop", "start", "help"}',
          ),
          'must be a list of languages',
        )
        .max(MAX.languages, `must have at most ${MAX.languages} languages`)
        .optional(),
    },
    'must be true, false or an object with keywords and texts',
  )
  .superRefine((given, context) => {
    for (const word of OPT_OUT_WORDS) {
      const own = given[word]?.keywords?.map(comparable) ?? RESERVED_KEYWORDS[word];
      const missing = RESERVED_KEYWORDS[word].find((reserved) => !own.includes(reserved));
      if (missing === undefined) continue;
      const message = `must have "${missing}", which Twilio does not let you remove`;
      context.addIssue({ code: 'custom', path: [word, 'keywords'], message });
    }
    const all = rulesOf(given).flatMap((rule) => rule.keywords.map(comparable));
    const twice = all.find((text, index) => all.indexOf(text) !== index);
    if (twice !== undefined)
      context.addIssue(`must have each keyword once, in all languages: "${twice}" is there twice`);
  });

/**
 * Advanced Opt-Out of a number: on or off, or what it has in place of Twilio's keywords and texts. It is no union, whose errors would
 * not say which field is wrong.
 * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export const advancedOptOutInput = z.unknown().transform((value, context): boolean | AdvancedOptOut => {
  if (typeof value === 'boolean') return value;
  const result = settings.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const message = unknown.length > 0 ? 'is not a field of this request' : issue.message;
    context.addIssue({ code: 'custom', path: [...issue.path, ...unknown], message });
  }
  return z.NEVER;
});
