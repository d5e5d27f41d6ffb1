import type { LogLine, Turn } from '../../engine/types';
import { exactTimeOf } from '../display/format';

/** What the Functions of a turn have printed. */
export function LogView({ turn: { logs = [], hasMoreLogs } }: { turn: Turn }) {
  if (logs.length === 0) {
    return (
      <p class="muted">
        Nothing was printed. What a Function prints with <code>console.log</code> appears here, when{' '}
        <code>npm start</code> serves it.
      </p>
    );
  }
  return <LogLines logs={logs} hasMore={hasMoreLogs === true} />;
}

/** Entries of a log, the oldest first. With `scrolls`, they scroll by themselves, and so by the keyboard too. */
export function LogLines(props: { logs: readonly LogLine[]; hasMore: boolean; scrolls?: boolean }) {
  const { logs, hasMore, scrolls = false } = props;
  return (
    <>
      <ol class="log-lines" aria-label="Log" tabIndex={scrolls ? 0 : undefined}>
        {logs.map(({ level, text, at }, index) => (
          <li key={index} class={`log-line ${level}`}>
            <span class="log-level">{level}</span> <time>{exactTimeOf(at)}</time>
            <pre>{text}</pre>
          </li>
        ))}
      </ol>
      {hasMore && <p class="muted">More was printed: the terminal has all of it.</p>}
    </>
  );
}
