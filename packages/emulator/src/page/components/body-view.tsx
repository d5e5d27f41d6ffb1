import { useMemo } from 'preact/hooks';
import { indentJson } from '../display/indent-json';
import { FoldedSource } from './source-view';
import { XmlView } from './xml-view';

/** The body of a response: JSON indented, XML indented and highlighted, any other text as it is. */
export function BodyView({ source }: { source: string }) {
  const json = useMemo(() => indentJson(source), [source]);
  if (json === null) return <XmlView source={source} />;
  return (
    <>
      <pre class="block" tabIndex={0} role="region" aria-label="JSON, indented">
        {json}
      </pre>
      <FoldedSource source={source} />
    </>
  );
}
