import { useMemo } from 'preact/hooks';
import { indentJson } from '../display/indent-json';
import { FoldedSource } from './source-view';
import { XmlView } from './xml-view';

/**
 * The body of a response, or another text: JSON indented, XML indented and highlighted, any other text as it is.
 *
 * @param name - what it is, when there are several on the screen.
 */
export function BodyView({ source, name }: { source: string; name?: string }) {
  const json = useMemo(() => indentJson(source), [source]);
  if (json === null) return <XmlView source={source} />;
  return (
    <>
      <pre
        class="block"
        tabIndex={0}
        role="region"
        aria-label={`${name === undefined ? '' : `${name}: `}JSON, indented`}
      >
        {json}
      </pre>
      <FoldedSource source={source} {...(name === undefined ? {} : { name })} />
    </>
  );
}
