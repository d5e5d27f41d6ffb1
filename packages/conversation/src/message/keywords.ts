import { normalizeText } from './normalize-text';
import { isOptOut } from './opt-out';

/** What a message asks for that is one of the keywords of opting out and in; `yes` opts in only after an opt-out. */
export type Keyword = 'stop' | 'start' | 'help' | 'yes';

/** Source: the same as in opt-out.ts. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  start: 'start',
  unstop: 'start',
  help: 'help',
  info: 'help',
  yes: 'yes',
};

/** "opt out" in two words is in 47 CFR 64.1200(a)(10), and Twilio takes single words only. */
const MORE_OPT_OUTS = ['opt out', 'opt-out', 'stop all'];

/**
 * The keyword that a message is.
 *
 * @param isLenient - whether the app answers keywords itself, and so may take "Stop!" too. Twilio takes the word alone.
 */
export function keywordOf(body: string, isLenient: boolean): Keyword | undefined {
  const text = isLenient ? normalizeText(body) : body.trim().toLowerCase();
  if (isOptOut(text) || (isLenient && MORE_OPT_OUTS.includes(text))) return 'stop';
  return Object.hasOwn(KEYWORDS, text) ? KEYWORDS[text] : undefined;
}
