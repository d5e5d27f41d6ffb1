import type { Exchange } from '../../engine/types';
import { count } from '../display/format';
import { LeftOut } from './left-out';
import { NameValueList } from './name-value-list';
import { orderForReading } from '../display/reading-order';

/** A request that Twilio made, or that its REST API got. */
export function RequestView({ exchange }: { exchange: Exchange | undefined }) {
  if (exchange === undefined) return <p class="muted">There is no request.</p>;
  const { method, url, sentTo, parameters, headers } = exchange.request;
  const isComplete = exchange.leftOut !== 'details';
  const { filled, empty } = orderForReading(parameters);
  return (
    <>
      <p class="block">
        <code>
          <strong>{method}</strong> {url}
        </code>
      </p>
      {sentTo !== undefined && (
        <p class="block muted">
          Sent to <code>{sentTo}</code>
        </p>
      )}
      {isComplete ? (
        <>
          <NameValueList title="Parameters" pairs={filled} />
          {empty.length > 0 && (
            <details class="empty-parameters">
              <summary>{count(empty.length, 'empty parameter')}</summary>
              <p>
                <code>{empty.join(' ')}</code>
              </p>
            </details>
          )}
          <NameValueList title="Headers" pairs={headers} />
        </>
      ) : (
        <LeftOut what="Parameters and headers" />
      )}
    </>
  );
}
