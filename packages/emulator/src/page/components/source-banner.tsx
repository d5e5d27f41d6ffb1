import type { SourceProblem } from '../../engine/types';
import { useStore } from '../state/store';
import { WarningIcon } from './icons';
import { PlaceLink } from './place-link';

const SHOWN = 3;

const TITLES = {
  build: 'Not built. What was there before still answers.',
  types: 'Errors of types. The Functions are served all the same.',
} as const;

/** What is wrong with the app's sources, for as long as it is. Screen readers announce it. */
export function SourceBanner() {
  const { problems, leftOut } = useStore().state.sources;
  // What is not built has mistakes of types too: the same ones.
  const kind = problems.some((one) => one.kind === 'build') ? 'build' : 'types';
  const shown = problems.filter((one) => one.kind === kind);
  return (
    <div role="status" aria-label="Your sources">
      {shown.length > 0 && <Problems kind={kind} problems={shown} leftOut={leftOut} />}
    </div>
  );
}

function Problems(props: {
  kind: SourceProblem['kind'];
  problems: readonly SourceProblem[];
  /** How many more there are. */
  leftOut: number;
}) {
  const { kind, problems, leftOut } = props;
  const more = problems.length - SHOWN;
  return (
    // It scrolls, by the keyboard too: not every problem has a link.
    <section class={`source-banner ${kind}`} tabIndex={0} aria-labelledby="source-banner-title">
      <h2 id="source-banner-title">
        <WarningIcon /> {TITLES[kind]}
      </h2>
      <ProblemList problems={problems.slice(0, SHOWN)} />
      {more > 0 && (
        <details>
          <summary>{more} more</summary>
          <ProblemList problems={problems.slice(SHOWN)} />
        </details>
      )}
      {leftOut > 0 && <p>And {leftOut} that are not listed.</p>}
    </section>
  );
}

const ProblemList = ({ problems }: { problems: readonly SourceProblem[] }) => (
  <ul>
    {problems.map(({ message, at }, index) => (
      <li key={index}>
        {at && <PlaceLink place={at} />} <span class="failure-words">{message}</span>
      </li>
    ))}
  </ul>
);
