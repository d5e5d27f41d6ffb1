import type { SourcePlace } from '../../engine/types';
import { placeWords } from '../display/place-words';

/** Of addresses that would run in the page. The emulator sends none. */
const RUNS = /^\s*(?:javascript|data|vbscript):/i;

/** A place in a file of the app; a link, when an editor can be opened there. */
export function PlaceLink({ place }: { place: SourcePlace }) {
  const { url } = place;
  const words = <code>{placeWords(place)}</code>;
  if (url === undefined || RUNS.test(url)) return <span class="place">{words}</span>;
  return (
    <a class="place" href={url}>
      {words}
      <span class="visually-hidden"> (opens your editor)</span>
    </a>
  );
}
