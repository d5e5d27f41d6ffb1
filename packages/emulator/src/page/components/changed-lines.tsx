import { type LineChange, lineChanges } from '../display/line-changes';

/** Two texts as one, line by line, with what was removed and what was added. */
export function ChangedLines(props: { label: string; before: readonly string[]; after: readonly string[] }) {
  const { label, before, after } = props;
  return (
    <pre class="block changes" tabIndex={0} role="region" aria-label={label}>
      {lineChanges(before, after).map((change, index) => (
        <Line key={index} change={change} />
      ))}
    </pre>
  );
}

function Line({ change: { kind, text } }: { change: LineChange }) {
  if (kind === 'added')
    return (
      <ins>
        + {text}
        {'\n'}
      </ins>
    );
  if (kind === 'removed')
    return (
      <del>
        - {text}
        {'\n'}
      </del>
    );
  return <span>{`  ${text}\n`}</span>;
}
