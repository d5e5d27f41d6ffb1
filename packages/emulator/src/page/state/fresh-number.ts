/** The page makes numbers up as the engine does. */
export { freshNumber } from '../../engine/fresh-number';
