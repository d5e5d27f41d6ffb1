import type { RichContent } from '../../engine/types';
import { locationWords } from '../display/location-words';
import { CloseIcon } from './icons';

/** The payload of a button or the place that goes with the text of the composer, as of a message that is sent again, with a way to leave it out. */
export function RichParts({ rich, onRemove }: { rich: RichContent; onRemove: () => void }) {
  const { buttonPayload, location } = rich;
  return (
    <p class="rich-parts">
      <span>
        {[
          ...(buttonPayload === undefined ? [] : [`Button · ${buttonPayload}`]),
          ...(location === undefined ? [] : [locationWords(location)]),
        ].join(' · ')}
      </span>
      <button type="button" class="quiet round" onClick={onRemove}>
        <CloseIcon />
        <span class="visually-hidden">Send the text alone</span>
      </button>
    </p>
  );
}
