import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { useAttempt } from '../hooks/use-attempt';
import { ApiError, importFile, loadConversation } from '../state/api';
import { useStore } from '../state/store';
import { Dialog } from './dialog';
import { Problem } from './problem';

/** What the emulator takes. */
const LARGEST_FILE = 20 * 1024 * 1024;

/** The hidden field that a file with a conversation is chosen in, and the question before it takes the place of another one. */
export function ImportField({ input }: { input: RefObject<HTMLInputElement | null> }) {
  const { dispatch } = useStore();
  const { error, busy, run, clear } = useAttempt();
  const [asked, setAsked] = useState<{ file: File; why: string } | null>(null);

  const bring = (file: File, replaces: boolean) => {
    run(
      async () => {
        if (file.size > LARGEST_FILE) throw new ApiError(`${file.name} is larger than 20 MB.`, 'body');
        try {
          const { from, to, token } = await importFile(file, replaces);
          return { token, conversation: await loadConversation(from, to) };
        } catch (refused) {
          if (!(refused instanceof ApiError) || refused.status !== 409 || replaces) throw refused;
          setAsked({ file, why: refused.message });
          return null;
        }
      },
      (imported) => {
        if (imported === null) return;
        const { conversation, token } = imported;
        const { from, to } = conversation;
        setAsked(null);
        dispatch({ type: 'happened', events: [{ type: 'conversation', conversation }] });
        dispatch({ type: 'choosePhone', phone: from });
        dispatch({ type: 'chooseNumber', phone: from, number: to });
        const text = 'The conversation is imported. Replay it to have it again.';
        if (token !== null) dispatch({ type: 'offerUndo', text, token });
      },
    );
  };

  return (
    <>
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        accept="application/json,.json"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file !== undefined) bring(file, false);
          currentTarget.value = '';
        }}
      />
      {asked === null && <Problem text={error} />}
      {asked !== null && (
        <Dialog
          title="Replace the conversation?"
          onClose={() => {
            clear();
            setAsked(null);
          }}
        >
          <p>{asked.why} What is here of it is forgotten when the file takes its place.</p>
          <Problem text={error} />
          <button
            type="button"
            disabled={busy}
            onClick={() => {
              bring(asked.file, true);
            }}
          >
            Replace it
          </button>
        </Dialog>
      )}
    </>
  );
}
