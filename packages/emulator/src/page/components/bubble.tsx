import type { Message, Turn } from '../../engine/types';
import { count, timeOf } from '../display/format';
import { locationWords } from '../display/location-words';
import { MediaView } from './media-view';
import { ReplayMark } from './replay-mark';
import { isAway, isUndelivered, MessageStatus } from './message-status';
import { TurnButton } from './turn-button';
import { TurnReport } from './turn-report';

/** A message as a phone shows it. One that began a turn has a button below that inspects the turn. */
export function Bubble(props: {
  message: Message;
  /** The turn in which it was sent, if that is here. */
  turn: Turn | undefined;
  isShown: boolean;
}) {
  const { message, turn, isShown } = props;
  const { sid, body, media, at, segments, direction, byTwilio, byApi, buttonPayload, location } = message;
  const isHeld = turn?.sid === sid && turn.held === 'waiting';
  const look = isUndelivered(message) ? 'failed' : isAway(message) || isHeld ? 'away' : '';
  return (
    <div class={`bubble-and-more ${isShown ? 'shown' : ''}`}>
      <span class="visually-hidden">{direction === 'inbound' ? 'Sent: ' : 'Received: '}</span>
      {media.map(({ url, contentType }, index) => (
        <MediaView key={index} url={url} contentType={contentType} />
      ))}
      {location !== undefined && <p class={`bubble ${look}`}>{locationWords(location)}</p>}
      {(body !== '' || (media.length === 0 && location === undefined)) && (
        <p class={`bubble ${look}`} dir="auto">
          {body === '' ? <em>(empty)</em> : body}
        </p>
      )}
      <p class="below">
        <time dateTime={new Date(at).toISOString()}>{timeOf(at)}</time>
        {segments > 1 && <span>{count(segments, 'segment')}</span>}
        {buttonPayload !== undefined && <span>Button · {buttonPayload}</span>}
        {byTwilio && <span>Twilio’s own answer</span>}
        {byApi === true && <span>REST API</span>}
        {direction === 'outbound' && <MessageStatus message={message} turn={turn} />}
        {direction === 'inbound' && <ReplayMark turn={sid} />}
        {turn?.sid === sid && <TurnButton turn={turn} isShown={isShown} />}
      </p>
      {turn?.sid === sid && (
        <TurnReport turn={turn} said={isUndelivered(message) ? message.errorCode : undefined} />
      )}
    </div>
  );
}
