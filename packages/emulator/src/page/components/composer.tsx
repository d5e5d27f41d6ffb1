import { useRef } from 'preact/hooks';
import { type Channel, CHANNEL_NAMES, channelOf } from '../../engine/channels';
import { LONGEST_MESSAGE } from '../display/count-segments';
import { useAttempt } from '../hooks/use-attempt';
import { useMedia } from '../hooks/use-media';
import { drafts, useDraft } from '../hooks/use-draft';
import { useRecall } from '../hooks/use-recall';
import { sendMessage } from '../state/api';
import { EMPTY_DRAFT } from '../state/drafts';
import { conversationKey } from '../state/state';
import { useStore } from '../state/store';
import { AttachmentList, type Attachments, useAttachments } from './attachments';
import { PictureIcon, SendIcon } from './icons';
import { Problem } from './problem';
import { RichParts } from './rich-parts';
import { SegmentCount } from './segment-count';

const placeholderOf = (channel: Channel): string =>
  channel === 'sms' ? 'Text message' : `${CHANNEL_NAMES[channel]} message`;

/**
 * The form that sends a message: Enter sends it, Shift+Enter begins a new line, the arrow keys recall earlier texts. On a touch screen, Enter
 * begins a new line. What is not sent is kept, also for the next visit.
 */
export function Composer({ phone, number, name }: { phone: string; number: string; name: string }) {
  const draftKey = conversationKey(phone, number);
  const { draft, change } = useDraft(draftKey);
  const { text, rich } = draft;
  const attachments = useAttachments(draft.media, (update) => {
    change((before) => ({ ...before, media: update(before.media) }));
  });
  const { error, run, clear } = useAttempt();
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const isOff = useStore().state.off.includes(phone);

  const write = (words: string) => {
    change((before) => ({ ...before, text: words }));
  };
  const isTooLong = text.length > LONGEST_MESSAGE;
  const canSend =
    (text.trim() !== '' || attachments.media.length > 0 || rich?.location !== undefined) &&
    !attachments.busy &&
    !isOff &&
    !isTooLong;
  // It has no Shift+Enter: Enter breaks the line there.
  const isTouch = useMedia('(hover: none) and (pointer: coarse)');
  const recallText = useRecall(phone, draftKey, write);
  const send = () => {
    if (!canSend) return;
    const pictures = attachments.media;
    change(() => EMPTY_DRAFT);
    attachments.clear();
    field.current?.focus();
    run(async () => {
      try {
        await sendMessage(phone, number, text, pictures, rich);
      } catch (refused) {
        drafts.restore(draftKey, draft);
        attachments.restore(pictures);
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
      <Problem text={attachments.error ?? error} id="composer-problem" />
      <AttachmentList attachments={attachments} />
      {rich !== undefined && (
        <RichParts
          rich={rich}
          onRemove={() => {
            change(({ text: words, media }) => ({ text: words, media }));
            field.current?.focus();
          }}
        />
      )}
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
            addFiles(attachments, currentTarget.files);
            currentTarget.value = '';
          }}
        />
        <textarea
          ref={field}
          id="message"
          rows={1}
          value={text}
          placeholder={isOff ? 'This phone is switched off' : placeholderOf(channelOf(phone))}
          aria-label={`Message from ${phone} to ${name}`}
          aria-describedby="phone-off segment-count composer-problem"
          aria-invalid={isTooLong ? true : undefined}
          onInput={({ currentTarget }) => {
            clear();
            write(currentTarget.value);
          }}
          onPaste={(event) => {
            if (addFiles(attachments, event.clipboardData?.files ?? null)) event.preventDefault();
          }}
          onKeyDown={(event) => {
            recallText(event);
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isTouch) return;
            event.preventDefault();
            send();
          }}
        />
        <button
          type="submit"
          class="round send"
          aria-disabled={!canSend}
          aria-describedby={isTooLong ? 'segment-count' : undefined}
          title={isTooLong ? 'The message is too long' : undefined}
        >
          <SendIcon />
          <span class="visually-hidden">Send</span>
        </button>
      </div>
      <SegmentCount
        text={text}
        counts={channelOf(phone) !== 'sms' ? 'characters' : attachments.media.length > 0 ? 'MMS' : 'segments'}
        isOff={isOff}
      />
    </form>
  );
}

function addFiles(attachments: Attachments, list: FileList | null): boolean {
  const files = [...(list ?? [])];
  attachments.add(files);
  return files.length > 0;
}
