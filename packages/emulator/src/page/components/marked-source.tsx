import { useMemo } from 'preact/hooks';
import { type Mark, markedLines } from '../display/marked-lines';

/** The lines of a text that notes are about, with the place of each. */
export function MarkedSource({ source, marks }: { source: string; marks: readonly Mark[] }) {
  const lines = useMemo(() => markedLines(source, marks), [source, marks]);
  return (
    <pre class="block marked" tabIndex={0} role="region" aria-label="Mistakes in the body">
      {lines.map((line, index) =>
        line === null ? (
          <span key={index} class="muted">
            {'…\n'}
          </span>
        ) : (
          <Line key={index} line={line} />
        ),
      )}
    </pre>
  );
}

function Line({
  line: { number, text, marks },
}: {
  line: NonNullable<ReturnType<typeof markedLines>[number]>;
}) {
  const column = marks[0]?.column ?? text.length + 1;
  return (
    <span class={marks.length > 0 ? 'marked-line' : ''}>
      <span class="muted line-number">{`${number} `}</span>
      {text.slice(0, column - 1)}
      {marks.length > 0 && <mark>{text.slice(column - 1, column) || ' '}</mark>}
      {text.slice(column)}
      {'\n'}
      {marks.map(({ note, column: at }, index) => (
        <span key={index} class="mark-note">
          {`↑ column ${at}: ${note}\n`}
        </span>
      ))}
    </span>
  );
}
