import { ConversationError } from '../../../errors';
import { asUtc } from './calendar';

/** How people of a region write dates and times. `undefined` where both ways are in use, or nothing is known. */
export type Conventions = {
  readonly region: string | undefined;
  readonly monthFirst: boolean | undefined;
  readonly hour12: boolean | undefined;
};

/**
 * The conventions of a locale, such as `en-US`. In Canada, and in Spanish in the United States, both orders of day and
 * month are in use.
 *
 * @throws {ConversationError} `reader-definition` for an invalid locale, or one without a region.
 */
export function conventionsOf(locale: string | undefined): Conventions {
  if (locale === undefined) return { region: undefined, monthFirst: undefined, hour12: undefined };
  const { language, region } = parseLocale(locale);
  const parts = new Intl.DateTimeFormat(locale, { calendar: 'gregory', day: 'numeric', month: 'numeric' })
    .formatToParts(0)
    .map(({ type }) => type);
  const monthFirst = parts.indexOf('month') < parts.indexOf('day');
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  const mixed = region === 'CA' || (region === 'US' && language !== 'en');
  return { region, monthFirst: mixed ? undefined : monthFirst, hour12 };
}

function parseLocale(locale: string): { language: string; region: string } {
  try {
    const { language, region } = new Intl.Locale(locale);
    if (region !== undefined) return { language, region };
  } catch {
    // Refused below.
  }
  throw new ConversationError(
    'reader-definition',
    `"${locale}" is no locale with a region. Take one such as "en-US", "en-GB" or "es-MX".`,
  );
}

/** Writes local dates and times, and lists of them, as the readers read them. */
export function writerOf(language: string, { region, hour12 = true }: Conventions) {
  const locale = region === undefined ? language : `${language}-${region}`;
  const common = { calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const;
  const dates = { ...common, day: 'numeric', month: 'long', year: 'numeric' } as const;
  const times = { ...common, hour: 'numeric', minute: '2-digit', hourCycle: hour12 ? 'h12' : 'h23' } as const;
  const date = (day: string) => new Intl.DateTimeFormat(locale, dates).format(asUtc(`${day}T00:00`));
  // "7:00 p. m." would end a sentence twice.
  const time = (time: string) =>
    new Intl.DateTimeFormat(locale, times)
      .format(asUtc(`2000-01-01T${time}`))
      .replace(/\s/g, ' ')
      .replace(/ ([ap])\. ?m\./, ' $1m');
  return {
    date,
    time,
    dateTime: (wall: string) => `${date(wall.slice(0, 10))}, ${time(wall.slice(11, 16))}`,
    list: (items: readonly string[]) => new Intl.ListFormat(locale, { type: 'disjunction' }).format(items),
  };
}
