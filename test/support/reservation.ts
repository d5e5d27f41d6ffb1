/** What the Function /reservation asks and says. */
export const PEOPLE = 'How many people?';
export const DAY = 'Friday or Saturday?';
export const NAME = 'What name is it under?';
export const CARD = 'A photo of an allergy card? Or: skip';
export const RIGHT = 'A table for 4 on Friday, Ann. Right?';
