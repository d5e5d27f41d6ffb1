import { useRef } from 'preact/hooks';
import { count } from '../display/format';
import { useNoticePlace } from '../hooks/use-notice-place';
import { useStore } from '../state/store';
import { UndoToast } from './undo-toast';

/**
 * Notices: a lost connection, short ones such as "Copied", what can be undone, and, for screen readers, messages of other phones. The page
 * has them, and each modal dialog: what is outside of that one can be neither used nor read by screen readers.
 *
 * @param props.dialog - the id of the dialog that has them; `null` for the page.
 */
export function Notices({ dialog }: { dialog: string | null }) {
  const { connection, notice, unread, dialogs } = useStore().state;
  const box = useRef<HTMLDivElement>(null);
  useNoticePlace(box);
  const isOnTop = (dialogs.at(-1) ?? null) === dialog;

  return (
    <>
      <div class="notices" ref={box}>
        <div role="status">
          {isOnTop && connection === 'lost' && (
            <p class="notice lost">
              <span class="spinner" aria-hidden="true" />
              The connection to the emulator is lost. Is it still running? Trying again…
            </p>
          )}
          {isOnTop && notice.text !== '' && (
            <p class="notice" key={notice.id}>
              {notice.text}
            </p>
          )}
        </div>
        <UndoToast dialog={dialog} isOnTop={isOnTop} />
      </div>
      <div class="visually-hidden" role="status">
        {isOnTop && unread.length > 0 && `New messages in ${count(unread.length, 'other conversation')}.`}
      </div>
    </>
  );
}
