import type { Location } from '../../engine/types';

/** A place that a phone shares: its name, where it is, and its degrees. */
export const locationWords = ({ latitude, longitude, label, address }: Location): string =>
  [label, address, `${latitude}, ${longitude}`].filter((part) => part !== undefined).join(' · ');
