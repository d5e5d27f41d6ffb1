import type { Message, Turn } from '../../engine/types';
import { count, dayOf, timeOf } from '../display/format';
import { MediaView } from './media-view';
import { TurnButton } from './turn-button';

/** A message as a phone shows it. One that has a turn of its own has a button below that inspects it. */
export function Bubble(props: {
  message: Message;
  turn: Turn | undefined;
  isShown: boolean;
  isLastReply: boolean;
}) {
  const { message, turn, isShown, isLastReply } = props;
  const { body, media, at, segments, direction, byTwilio, byApi, status } = message;
  const failed = status === 'failed' || status === 'undelivered';
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
        {byApi === true && <span>REST API</span>}
        <MessageStatus message={message} isLastReply={isLastReply} />
        {turn !== undefined && <TurnButton turn={turn} isShown={isShown} />}
      </p>
    </div>
  );
}

/** What is not delivered says so; of delivered ones, the last alone. */
function MessageStatus({ message, isLastReply }: { message: Message; isLastReply: boolean }) {
  const { status, errorCode, sendAt, direction } = message;
  if (direction === 'inbound') return null;
  const words = STATUS_WORDS[status];
  if (status === 'failed' || status === 'undelivered')
    return (
      <strong class="bad">
        {words}
        {errorCode !== undefined && ` (${errorCode})`}
      </strong>
    );
  if (status === 'scheduled' && sendAt !== undefined)
    return (
      <span>
        {words} for {dayOf(sendAt)} {timeOf(sendAt)}
      </span>
    );
  return status === 'delivered' && !isLastReply ? null : <span>{words}</span>;
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
