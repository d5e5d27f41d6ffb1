import { useEffect, useState } from 'preact/hooks';
import { count } from '../display/format';
import { useStore } from '../state/store';
import { UndoToast } from './undo-toast';

const SHOWN_MS = 5000;

/** Notices: a lost connection, short ones such as "Copied", and, for screen readers, messages of other phones. */
export function Notices() {
  const { connection, notice, unread } = useStore().state;
  const [over, setOver] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => {
      setOver(notice.id);
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [notice.id]);
  const text = over === notice.id ? '' : notice.text;

  return (
    <>
      <div class="notices">
        <div role="status">
          {connection === 'lost' && (
            <p class="notice lost">
              <span class="spinner" aria-hidden="true" />
              The connection to the emulator is lost. Is it still running? Trying again…
            </p>
          )}
          {text !== '' && (
            <p class="notice" key={notice.id}>
              {text}
            </p>
          )}
        </div>
        <UndoToast />
      </div>
      <div class="visually-hidden" role="status">
        {unread.length > 0 && `New messages in ${count(unread.length, 'other conversation')}.`}
      </div>
    </>
  );
}
