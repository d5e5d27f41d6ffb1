import type { Exchange } from '../../engine/types';
import { took } from '../display/format';
import { Status } from './exchange-list';
import { WarningIcon } from './icons';
import { NameValueList } from './name-value-list';
import { XmlView } from './xml-view';

/** The response of a webhook and its duration. */
export function AnswerView({ exchange }: { exchange: Exchange | undefined }) {
  if (exchange === undefined) return <p class="muted">There is no answer yet.</p>;
  const { response, failure, durationMs } = exchange;
  return (
    <>
      <p class="answer-line">
        <Status exchange={exchange} /> <span>in {took(durationMs)}</span>
      </p>
      {failure !== null && (
        <p class="callout">
          <WarningIcon /> {failure}
        </p>
      )}
      {response !== null && (
        <>
          <section>
            <h3>Body</h3>
            <XmlView source={response.body} />
          </section>
          <NameValueList title="Headers" pairs={response.headers} />
        </>
      )}
    </>
  );
}
