import type { TurnFailure } from '../../engine/types';
import { PlaceLink } from './place-link';

/** How Functions have failed in a turn, each with the app's own places on the way there. */
export function FailureList({ failures }: { failures: readonly TurnFailure[] }) {
  return (
    <ul class="entries failures" aria-label="Failures of Functions">
      {failures.map(({ path, message, at, frames = [] }, index) => (
        <li key={index} class="entry">
          <h3>
            <span class="level">Function</span> {path}
          </h3>
          <p>{message}</p>
          <ul class="frames">
            {(frames.length > 0 ? frames : at === undefined ? [] : [at]).map((frame, position) => (
              <li key={position}>
                <PlaceLink place={frame} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
