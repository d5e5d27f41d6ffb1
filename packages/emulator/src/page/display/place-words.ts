import type { SourcePlace } from '../../engine/types';

/** A place as terminals and editors know it: `src/functions/sms.ts:12:5`. */
export const placeWords = ({ file, line, column }: SourcePlace): string =>
  [file, line, column].filter((part) => part !== undefined).join(':');
