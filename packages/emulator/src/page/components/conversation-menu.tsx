import { useRef } from 'preact/hooks';
import { conversationAsTest, isCopied } from '../copy-as-test';
import { count } from '../display/format';
import { passes } from '../state/filter-turns';
import { useAttempt } from '../hooks/use-attempt';
import { exportUrl, startReplay } from '../state/api';
import type { OnScreen } from '../state/state';
import { useStore } from '../state/store';
import { useCopy } from './copied-source';
import { MoreIcon } from './icons';
import { ImportField } from './import-field';
import { Menu, type MenuEntry } from './menu';
import { Problem } from './problem';

/** What can be done with a conversation, beside forgetting it: have it again, copy, export and import it, show some of its turns. */
export function ConversationMenu({ screen }: { screen: OnScreen }) {
  const { state, dispatch } = useStore();
  const { error, run } = useAttempt();
  const { copy, shown } = useCopy();
  const file = useRef<HTMLInputElement>(null);
  const { phone, number, own, conversation } = screen;
  const { turns } = conversation;
  const canRepeat =
    own !== null && turns.some(({ byApi, durationMs }) => byApi !== true && durationMs !== null);

  const choice = (filter: typeof state.filter, label: string): MenuEntry => ({
    label,
    isChecked: state.filter === filter,
    onChoose() {
      dispatch({ type: 'filter', filter });
    },
  });
  const numberOf = (filter: typeof state.filter) => turns.filter((turn) => passes(turn, filter)).length;
  const entries: readonly MenuEntry[] = [
    {
      label: 'Replay from the beginning',
      isDisabled: !canRepeat,
      onChoose() {
        run(() => startReplay(phone, number));
      },
    },
    {
      label: 'Copy as test',
      isDisabled: own === null || !turns.some(isCopied),
      onChoose() {
        if (own === null) return;
        copy({
          title: 'Copy as test',
          name: 'Test',
          text: conversationAsTest(conversation, own),
          notice: 'Copied. Paste it into a file of test/, such as test/conversation.test.ts.',
        });
      },
    },
    'line',
    {
      label: 'Export as JSON',
      isDisabled: conversation.messages.length === 0,
      download: exportUrl(phone, number),
    },
    { label: 'Import a conversation…', onChoose: () => file.current?.click() },
    'line',
    choice('all', 'Show all turns'),
    choice('errors', `Show ${count(numberOf('errors'), 'turn')} with errors`),
    choice('faults', `Show ${count(numberOf('faults'), 'turn')} with faults`),
  ];
  return (
    <>
      <Menu name="More about this conversation" entries={entries}>
        <MoreIcon />
      </Menu>
      <ImportField input={file} />
      <Problem text={error} />
      {shown}
    </>
  );
}
