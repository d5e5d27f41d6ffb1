import type { Exchange } from '../../engine/types';
import { took } from '../display/format';
import type { Mark } from '../display/marked-lines';
import { BodyView } from './body-view';
import { Status } from './exchange-list';
import { WarningIcon } from './icons';
import { LeftOut } from './left-out';
import { MarkedSource } from './marked-source';
import { NameValueList } from './name-value-list';

/** The response to a request, and how long it took. */
export function AnswerView({ exchange, marks }: { exchange: Exchange | undefined; marks: readonly Mark[] }) {
  if (exchange === undefined) return <p class="muted">There is no answer.</p>;
  const { purpose, response, failure, durationMs, leftOut, lost } = exchange;
  return (
    <>
      <p class="answer-line">
        <Status exchange={exchange} /> {purpose !== 'api' && <span>in {took(durationMs)}</span>}
      </p>
      {lost === true && (
        <p class="callout">
          <WarningIcon /> This answer was lost on purpose: nothing of it counts, and the same request was made
          again.
        </p>
      )}
      {failure !== null && (
        <p class="callout">
          <WarningIcon /> {failure}
        </p>
      )}
      {leftOut === 'details' && <LeftOut what="Body and headers" />}
      {response !== null && leftOut !== 'details' && (
        <>
          <section>
            <h3>Body</h3>
            {leftOut !== 'body' && marks.length > 0 && <MarkedSource source={response.body} marks={marks} />}
            {leftOut === 'body' ? <LeftOut what="The body" /> : <BodyView source={response.body} />}
          </section>
          <NameValueList title="Headers" pairs={response.headers} />
        </>
      )}
    </>
  );
}
