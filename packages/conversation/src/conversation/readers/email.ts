import { accepted, answered, NO_QUESTION, unreadable, type Reader } from '../reader';

/** Maximum length of the part before the @ and of the whole. Source: RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3. */
const MAX_LOCAL_LENGTH = 64;
const MAX_LENGTH = 254;

/** An Atom. Source: RFC 5321, section 4.1.2; atext is of RFC 5322, section 3.2.3. */
const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";

/** A label of a domain. Source: RFC 1035, section 2.3.4, and RFC 1123, section 2.1. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** A Mailbox with a Dot-string and a domain of two labels or more, of which the last is no number. Quoted strings and IP
 * addresses, which RFC 5321 allows too, are typing mistakes here. */
const MAILBOX = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+(?=[a-z])${LABEL}$`, 'i');

/**
 * Reads one e-mail address of ASCII characters, in any case, also as `<ann@example.com>` or `mailto:ann@example.com`.
 * Gives it with its domain in lower case. Whether the address exists is not checked.
 */
export function email(): Reader<string> {
  return {
    read({ body }, question = NO_QUESTION) {
      const [, local = '', domain = ''] = /^(.*)(@.*)$/s.exec(bareAddress(body)) ?? [];
      const address = `${local}${domain.toLowerCase()}`;
      return isAddress(address) ? answered(address) : unreadable(question.texts.emailAddress);
    },
    accept: (answer, question = NO_QUESTION) =>
      typeof answer === 'string' && isAddress(answer)
        ? accepted(answer)
        : unreadable(question.texts.emailAddress),
  };
}

const isAddress = (text: string): boolean =>
  text.length <= MAX_LENGTH && text.indexOf('@') <= MAX_LOCAL_LENGTH && MAILBOX.test(text);

/** Without what phones and address books put around an address. */
const bareAddress = (body: string): string =>
  body
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/(?<![\s.,;!])[\s.,;!]+$/, '')
    .replace(/^<(.*)>$/s, '$1')
    .replace(/^mailto:/i, '')
    .trim();
