import type { SourcePlace } from '../../engine/types';
import { mayOpen } from '../display/may-open';
import { placeWords } from '../display/place-words';

/** A place in a file of the app; a link, when an editor can be opened there. */
export function PlaceLink({ place }: { place: SourcePlace }) {
  const { url } = place;
  const words = <code>{placeWords(place)}</code>;
  if (url === undefined || !mayOpen(url)) return <span class="place">{words}</span>;
  return (
    <a class="place" href={url}>
      {words}
      <span class="visually-hidden"> (opens your editor)</span>
    </a>
  );
}
