import type { Exchange } from '../../engine/types';
import { took } from '../display/format';
import { Status } from './exchange-list';
import { WarningIcon } from './icons';
import { Pairs } from './pairs';
import { XmlView } from './xml-view';

/** What the webhook answered, and how fast. */
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
          <Pairs title="Headers" pairs={response.headers} />
        </>
      )}
    </>
  );
}
