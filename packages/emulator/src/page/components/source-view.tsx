/** A text as it came. */
export const SourceView = ({ source }: { source: string }) => (
  <pre class="block" tabIndex={0} role="region" aria-label="Body as it came">
    {source}
  </pre>
);

/** The same, folded up below a nicer view of it. */
export const FoldedSource = ({ source }: { source: string }) => (
  <details>
    <summary>As it came</summary>
    <SourceView source={source} />
  </details>
);
