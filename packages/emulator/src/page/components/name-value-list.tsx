import type { Pair } from '../../engine/types';

/** A titled list of names and values, such as the headers or the parameters of a request. */
export function NameValueList({ title, pairs }: { title: string; pairs: readonly Pair[] }) {
  return (
    <section>
      <h3>
        {title} <span class="muted">{pairs.length}</span>
      </h3>
      {pairs.length === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <dl class="name-value-list">
          {pairs.map(([name, value], index) => (
            <div key={index}>
              <dt>{name}</dt>
              <dd>{value === '' ? <span class="muted">(empty)</span> : value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
