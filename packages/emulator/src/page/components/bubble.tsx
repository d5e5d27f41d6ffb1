import type { Message, Turn } from '../../engine/types';
import { count, timeOf } from '../display/format';
import { MediaView } from './media-view';
import { TurnButton } from './turn-button';

/** A message as a phone shows it. One that began a turn has a button below that inspects the turn. */
export function Bubble(props: {
  message: Message;
  turn: Turn | undefined;
  isShown: boolean;
  isLastReply: boolean;
}) {
  const { message, turn, isShown, isLastReply } = props;
  const { body, media, at, segments, direction, byTwilio } = message;
  const failed = message.status === 'failed';
  return (
    <div class={`bubble-and-more ${isShown ? 'shown' : ''}`}>
      <span class="visually-hidden">{direction === 'inbound' ? 'Sent: ' : 'Received: '}</span>
      {media.map(({ url, contentType }, index) => (
        <MediaView key={index} url={url} contentType={contentType} />
      ))}
      {(body !== '' || media.length === 0) && (
        <p class={`bubble ${failed ? 'failed' : ''}`} dir="auto">
          {body === '' ? <em>(empty)</em> : body}
        </p>
      )}
      <p class="below">
        <time dateTime={new Date(at).toISOString()}>{timeOf(at)}</time>
        {segments > 1 && <span>{count(segments, 'segment')}</span>}
        {byTwilio && <span>Twilio’s own answer</span>}
        {failed && <strong class="bad">Not delivered</strong>}
        {isLastReply && !failed && <span>{STATUS_WORDS[message.status]}</span>}
        {turn !== undefined && <TurnButton turn={turn} isShown={isShown} />}
      </p>
    </div>
  );
}

const STATUS_WORDS: Readonly<Record<Message['status'], string>> = {
  received: 'Received',
  accepted: 'Accepted',
  scheduled: 'Scheduled',
  canceled: 'Canceled',
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  undelivered: 'Not delivered',
  failed: 'Not delivered',
};
