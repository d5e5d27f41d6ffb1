import { normalizeText } from './normalize-text';
import { type Keyword, keywordOf } from './reserved-words';

/** "opt out" in two words is in 47 CFR 64.1200(a)(10), and Twilio takes single words only. */
const MORE_OPT_OUTS = ['opt out', 'opt-out', 'stop all'];

/** The keyword that a message is where the app answers them itself, and so may take "Stop!" too. */
export function lenientKeywordOf(body: string): Keyword | undefined {
  const text = normalizeText(body);
  return MORE_OPT_OUTS.includes(text) ? 'stop' : keywordOf(text);
}
