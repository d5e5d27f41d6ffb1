import { useRef, useState } from 'preact/hooks';
import { useAttempt } from '../hooks/use-attempt';
import { sendMessage } from '../state/api';
import { AttachedPictures, type Attached, useAttached } from './attached';
import { PictureIcon, SendIcon } from './icons';
import { Problem } from './problem';
import { SegmentCount } from './segment-count';

/** What was being written when another conversation came on the screen, by conversation. */
const drafts = new Map<string, string>();

/** Where a message is written: Enter sends it, Shift and Enter begin a new line. */
export function Composer({ phone, number, name }: { phone: string; number: string; name: string }) {
  const draftKey = `${phone} ${number}`;
  const [text, setText] = useState(() => drafts.get(draftKey) ?? '');
  const attached = useAttached();
  const { error, run, clear } = useAttempt();
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);

  const write = (words: string) => {
    drafts.set(draftKey, words);
    setText(words);
  };
  const canSend = (text.trim() !== '' || attached.media.length > 0) && !attached.busy;
  const send = () => {
    if (!canSend) return;
    const pictures = attached.media;
    write('');
    attached.clear();
    field.current?.focus();
    run(async () => {
      try {
        await sendMessage(phone, number, text, pictures);
      } catch (refused) {
        // The words come back, unless new ones are being written; so do the pictures.
        if ((drafts.get(draftKey) ?? '') === '') write(text);
        attached.restore(pictures);
        throw refused;
      }
    });
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Problem text={attached.error ?? error} id="composer-problem" />
      <AttachedPictures attached={attached} />
      <div class="composer-row">
        <button type="button" class="quiet round attach" onClick={() => files.current?.click()}>
          <PictureIcon />
          <span class="visually-hidden">Attach a picture</span>
        </button>
        <input
          ref={files}
          type="file"
          class="visually-hidden"
          accept="image/*"
          multiple
          tabIndex={-1}
          aria-hidden="true"
          onChange={({ currentTarget }) => {
            addFiles(attached, currentTarget.files);
            currentTarget.value = '';
          }}
        />
        <textarea
          ref={field}
          id="message"
          rows={1}
          value={text}
          placeholder="Text message"
          aria-label={`Message from ${phone} to ${name}`}
          aria-describedby="segment-count composer-problem"
          onInput={({ currentTarget }) => {
            clear();
            write(currentTarget.value);
          }}
          onPaste={(event) => {
            if (addFiles(attached, event.clipboardData?.files ?? null)) event.preventDefault();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="round send" aria-disabled={!canSend}>
          <SendIcon />
          <span class="visually-hidden">Send</span>
        </button>
      </div>
      <SegmentCount text={text} isMms={attached.media.length > 0} />
    </form>
  );
}

function addFiles(attached: Attached, list: FileList | null): boolean {
  const files = [...(list ?? [])];
  attached.add(files);
  return files.length > 0;
}
