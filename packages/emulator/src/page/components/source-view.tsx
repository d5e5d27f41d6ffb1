/** A text as it came. `name`: what it is. */
export const SourceView = ({ source, name = 'Body' }: { source: string; name?: string }) => (
  <pre class="block" tabIndex={0} role="region" aria-label={`${name} as it came`}>
    {source}
  </pre>
);

/** The same, folded up below a nicer view of it. */
export const FoldedSource = (props: { source: string; name?: string }) => (
  <details>
    <summary>As it came</summary>
    <SourceView {...props} />
  </details>
);
