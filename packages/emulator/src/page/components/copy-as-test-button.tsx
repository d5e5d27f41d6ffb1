import { useState } from 'preact/hooks';
import { conversationAsTest, isCopied } from '../copy-as-test';
import type { OnScreen } from '../state/state';
import { useStore } from '../state/store';
import { Dialog } from './dialog';
import { TestIcon } from './icons';

/** Copies the conversation as a Jest test. Without access to the clipboard it shows the test, selected. */
export function CopyAsTest({ screen: { conversation, own } }: { screen: OnScreen }) {
  const { dispatch } = useStore();
  const [shown, setShown] = useState<string | null>(null);
  const hasTurn = conversation.turns.some(isCopied);

  const copy = async () => {
    if (own === null) return;
    const source = conversationAsTest(conversation, own);
    try {
      await navigator.clipboard.writeText(source);
      dispatch({
        type: 'notify',
        text: 'Copied. Paste it into a file of test/, such as test/conversation.test.ts.',
      });
    } catch {
      // There is no clipboard (an old browser), or no permission.
      setShown(source);
    }
  };

  return (
    <>
      <button
        type="button"
        class="quiet labelled"
        disabled={own === null || !hasTurn}
        onClick={() => {
          void copy();
        }}
      >
        <TestIcon />
        <span class="label">Copy as test</span>
      </button>
      {shown !== null && (
        <Dialog
          title="Copy as test"
          onClose={() => {
            setShown(null);
          }}
        >
          <SelectedSource source={shown} />
        </Dialog>
      )}
    </>
  );
}

const SelectedSource = ({ source }: { source: string }) => (
  <>
    <p class="muted">
      This browser did not let the page copy. The test is selected: copy it with your keyboard.
    </p>
    <textarea
      class="source"
      aria-label="Test"
      value={source}
      readOnly
      autofocus
      rows={14}
      spellcheck={false}
      onFocus={({ currentTarget }) => {
        currentTarget.select();
      }}
    />
  </>
);
