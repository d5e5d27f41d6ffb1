import type { Exchange } from '../../engine/types';
import { Pairs } from './pairs';

/** What Twilio asked. */
export function RequestView({ exchange }: { exchange: Exchange | undefined }) {
  if (exchange === undefined) return <p class="muted">Nothing has been asked yet.</p>;
  const { method, url, parameters, headers } = exchange.request;
  return (
    <>
      <p class="block">
        <code>
          <strong>{method}</strong> {url}
        </code>
      </p>
      <Pairs title="Parameters" pairs={parameters} />
      <Pairs title="Headers" pairs={headers} />
    </>
  );
}
