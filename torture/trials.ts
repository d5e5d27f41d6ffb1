import { cookies, edits } from './cookies';
import { eventsTrial } from './events';
import { faults } from './faults';
import { killed } from './killed';
import { memory } from './memory';
import { overlaps } from './overlaps';
import { restForms } from './rest-forms';
import type { Trial } from './trial';
import { twice } from './twice';
import { twiml } from './twiml';

/** All trials, in the order in which they run. */
export const TRIALS: readonly Trial[] = [
  ...[cookies, edits, eventsTrial, twiml, restForms],
  ...[twice, overlaps, faults, killed, memory],
];
