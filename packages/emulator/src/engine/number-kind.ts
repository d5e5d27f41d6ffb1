import { SHORT_CODE } from './channels';

/** The kinds of number that Twilio sells. They differ in who answers STOP, START and HELP. */
export const NUMBER_KINDS = ['longCode', 'tollFree', 'shortCode'] as const;
export type NumberKind = (typeof NUMBER_KINDS)[number];

/** What can be set: a kind, or that the number itself says which it is. */
export const KIND_SETTINGS = ['byNumber', ...NUMBER_KINDS] as const;
export type KindSetting = (typeof KIND_SETTINGS)[number];

/** The area codes of North America that the caller does not pay for. Source: https://www.fcc.gov/general/toll-free */
const TOLL_FREE = /^\+1(?:800|833|844|855|866|877|888)\d{7}$/;

/** The kind that a number has by its digits. An address of another channel is taken for a long code. */
export function kindByNumber(number: string): NumberKind {
  if (SHORT_CODE.test(number)) return 'shortCode';
  return TOLL_FREE.test(number) ? 'tollFree' : 'longCode';
}

/** The kind of a number of yours: as it is set, or by its digits. */
export const kindOf = ({
  number,
  kind = 'byNumber',
}: {
  readonly number: string;
  readonly kind?: KindSetting;
}): NumberKind => (kind === 'byNumber' ? kindByNumber(number) : kind);
