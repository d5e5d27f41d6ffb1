import type { DefinedConversation } from '../conversation/conversation';
import { isState, type State } from '../conversation/replay/state';
import type { SessionStorage, SessionStore } from '../session/session-store';

/** The store of a conversation's states. */
export const storeFor = (
  { name }: Pick<DefinedConversation, 'name'>,
  place: SessionStore<State> | SessionStorage,
): SessionStore<State> => ('for' in place ? place.for(name, isState) : place);
