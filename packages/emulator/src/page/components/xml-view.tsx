import { useMemo } from 'preact/hooks';
import { xmlLines } from '../display/xml-lines';
import { FoldedSource, SourceView } from './source-view';

/** XML, indented and highlighted; any other text as it is. */
export function XmlView({ source }: { source: string }) {
  const lines = useMemo(() => (source.trimStart().startsWith('<') ? xmlLines(source) : null), [source]);
  if (source === '') return <p class="muted">Empty.</p>;
  if (lines === null) return <SourceView source={source} />;
  return (
    <>
      <pre class="block xml" tabIndex={0} role="region" aria-label="TwiML, indented">
        {lines.map(({ depth, tokens }, index) => (
          <code key={index} class="xml-line">
            {'  '.repeat(depth)}
            {tokens.map(({ kind, text }, position) => (
              <span key={position} class={`xml-${kind}`}>
                {text}
              </span>
            ))}
            {'\n'}
          </code>
        ))}
      </pre>
      <FoldedSource source={source} />
    </>
  );
}
