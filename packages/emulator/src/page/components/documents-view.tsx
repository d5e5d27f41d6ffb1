import type { DocumentState, TurnDocument } from '../../engine/types';
import { comparedLines, documentChange } from '../display/document-change';
import { count, dayOf, exactTimeOf } from '../display/format';
import { BodyView } from './body-view';
import { ChangedLines } from './changed-lines';

/** The Sync documents that a turn has used, before and after. `leftOut`: how many uses of others are not shown. */
export function DocumentsView(props: { documents: readonly TurnDocument[]; leftOut: number }) {
  const { documents, leftOut } = props;
  return (
    <>
      {documents.map((document) => (
        <DocumentCard key={`${document.service} ${document.name}`} document={document} />
      ))}
      {leftOut > 0 && (
        <p class="muted documents-left-out">
          The turn has used more documents, {count(leftOut, 'time', 'times')} in all: they are left out.
        </p>
      )}
    </>
  );
}

function DocumentCard({ document }: { document: TurnDocument }) {
  const { name, service, before, after } = document;
  const change = documentChange(document);
  return (
    <section class="cookie document" aria-label={`Document ${name}`}>
      <h3>
        <code>{name}</code> <span class={`change ${change.replace(' ', '-')}`}>{change}</span>
      </h3>
      <p class="muted document-service">
        Sync document in the service <code>{service}</code>
      </p>
      {change === 'not there' && <p>The turn looked for it, and there is none.</p>}
      {change === 'the same' && after !== null && (
        <div class="before-after">
          <StateView title="Before and after" document={name} state={after} />
        </div>
      )}
      {(change === 'new' || change === 'changed' || change === 'gone') && (
        <>
          {change === 'changed' && <Changes document={document} />}
          <div class="before-after">
            <StateView title="Before" document={name} state={before} />
            <StateView title="After" document={name} state={after} />
          </div>
        </>
      )}
    </section>
  );
}

function Changes({ document }: { document: TurnDocument }) {
  const lines = comparedLines(document);
  if (lines === null) return <p class="muted">The data is too large to compare.</p>;
  return <ChangedLines label={`Data of ${document.name}, with changes`} {...lines} />;
}

function StateView({
  title,
  document,
  state,
}: {
  title: string;
  document: string;
  state: DocumentState | null;
}) {
  if (state === null) {
    return (
      <div>
        <h4>{title}</h4>
        <p class="muted">None.</p>
      </div>
    );
  }
  const source = JSON.stringify(state.data);
  const bytes = new TextEncoder().encode(source).length;
  return (
    <div>
      <h4>{title}</h4>
      <BodyView source={source} name={`${title}, ${document}`} />
      <p class="muted">
        Revision {state.revision}, {count(bytes, 'byte')} of at most 16,384, {endOf(state.expires)}
      </p>
    </div>
  );
}

const endOf = (expires: number | null): string =>
  expires === null ? 'without an end' : `kept until ${dayOf(expires)}, ${exactTimeOf(expires)}`;
