import type { Pair } from '../../engine/types';

/** Names and values in their order, as parameters and headers have them. */
export function Pairs({ title, pairs }: { title: string; pairs: readonly Pair[] }) {
  return (
    <section>
      <h3>
        {title} <span class="muted">{pairs.length}</span>
      </h3>
      {pairs.length === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <dl class="pairs">
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
