import { conversationKey, type OnScreen } from '../state/state';
import { turnAsCurl } from '../copy-as-curl';
import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useAttempt } from '../hooks/use-attempt';
import { drafts } from '../hooks/use-draft';
import { withRich } from '../state/drafts';
import { sendMessage, startReplay } from '../state/api';
import { useStore } from '../state/store';
import { defined } from '../../engine/defined';
import type { Turn } from '../../engine/types';
import { useCopy } from './copied-source';
import { MoreIcon } from './icons';
import { Menu } from './menu';
import { Problem } from './problem';

/** What can be done with the turn of a message that the phone has sent: send it again, edit it first, have all from there on again, copy it. */
export function TurnMenu({ screen, turn }: { screen: OnScreen; turn: Turn }) {
  const { state, dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const { copy, shown } = useCopy();
  if (turn.byApi === true) return null;
  const { from, to, body, media, buttonPayload, location, durationMs } = turn;
  const cannotSend = busy || screen.own === null || state.off.includes(from);
  /** On a narrow page the inspector covers the conversation. */
  const toConversation = () => {
    dispatch({ type: 'inspect', turn: null });
    focusOnNextFrame('message');
  };
  return (
    <>
      <Menu
        name="More about this turn"
        class="round"
        entries={[
          {
            label: 'Resend',
            isDisabled: cannotSend,
            onChoose() {
              toConversation();
              run(() => sendMessage(from, to, body, media, defined({ buttonPayload, location })));
            },
          },
          {
            label: 'Edit and resend',
            isDisabled: screen.own === null,
            onChoose() {
              drafts.replace(conversationKey(from, to), withRich({ text: body, media }, turn));
              toConversation();
            },
          },
          {
            label: 'Replay from here',
            isDisabled: cannotSend || durationMs === null,
            onChoose() {
              run(
                () => startReplay(from, to, turn.sid),
                () => {
                  dispatch({ type: 'inspect', turn: null });
                },
              );
            },
          },
          'line',
          {
            label: 'Copy as curl',
            onChoose() {
              copy({
                title: 'Copy as curl',
                name: 'Command',
                text: turnAsCurl(turn, globalThis.location.origin),
                notice: 'Copied. Run it in a shell: the phone sends the message again.',
              });
            },
          },
        ]}
      >
        <MoreIcon />
      </Menu>
      <Problem text={error} />
      {shown}
    </>
  );
}
