import { addToPastTurn } from '../messages/status-callbacks';
import { KEPT } from '../limits';
import type { SyncDocument } from './sync';
import { type EngineParts, type TouchedDocuments, viewOfTouched } from '../turn/turn-context';
import type { DocumentState, LiveDocument, TurnDocument } from '../types';

/** A document that a request has read or written. `null`: it was not there, before or after. */
export type Touch = {
  /** Of the service: `default`, or its SID. */
  readonly service: string;
  /** Unique name; the SID of a document without one. */
  readonly name: string;
  readonly before: SyncDocument | null;
  readonly after: SyncDocument | null;
};

/**
 * Shows a document in the turn of the request in which it was touched, also when that turn has ended.
 *
 * @param token - `I-Twilio-Idempotency-Token` of the webhook's request.
 */
export function noteTouch(token: string, touch: Touch, parts: EngineParts): void {
  const cause = parts.causes.get(token);
  if (cause === undefined) return;
  const running = parts.touchedByTurn.get(cause.turn);
  if (running !== undefined) {
    Object.assign(running, withTouch(running, touch));
    return;
  }
  const conversation = parts.conversations.find(cause.from, cause.to);
  if (conversation === undefined) return;
  addToPastTurn({ exchanges: [], errors: [] }, cause.turn, conversation, parts, (turn) => {
    const { documents = [], documentsLeftOut = 0 } = turn;
    return { ...turn, ...viewOfTouched(withTouch({ documents, leftOut: documentsLeftOut }, touch)) };
  });
}

/** A document that was touched before stays as it was then, and is now as it was touched last. */
function withTouch({ documents, leftOut }: TouchedDocuments, touch: Touch): TouchedDocuments {
  const { service, name } = touch;
  const [before, after] = [stateOf(touch.before), stateOf(touch.after)];
  const index = documents.findIndex((document) => document.service === service && document.name === name);
  const known = documents[index];
  if (known !== undefined) return { documents: documents.with(index, { ...known, after }), leftOut };
  if (documents.length === KEPT.turnDocuments) return { documents, leftOut: leftOut + 1 };
  return { documents: [...documents, { service, name, before, after }], leftOut };
}

const stateOf = (document: SyncDocument | null): DocumentState | null =>
  document && {
    revision: String(document.revision),
    data: JSON.parse(document.data) as DocumentState['data'],
    expires: document.expiresAt,
  };

/** The names by which API, page and driver show a document. */
export const namesOf = ({
  service,
  uniqueName,
  sid,
}: SyncDocument): Pick<TurnDocument, 'service' | 'name'> => ({
  service: service.uniqueName ?? service.sid,
  name: uniqueName ?? sid,
});

/** A document as API and driver show it. */
export const viewOfDocument = (document: SyncDocument): LiveDocument => ({
  sid: document.sid,
  ...namesOf(document),
  revision: String(document.revision),
  data: JSON.parse(document.data) as LiveDocument['data'],
  expires: document.expiresAt,
});
