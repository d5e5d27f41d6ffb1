import { useState } from 'preact/hooks';
import { webAddress } from '../display/format';

/** An image, audio or video that is shown in place; any other type is a link. */
export function MediaView({ url, contentType }: { url: string; contentType: string }) {
  const [failed, setFailed] = useState(false);
  const address = webAddress(url);
  const fail = () => {
    setFailed(true);
  };
  if (address === null) return <p class="bubble">{url}</p>;

  const kind = failed ? 'other' : contentType.split('/')[0];
  if (kind === 'image') {
    return (
      <a class="picture" href={address} target="_blank" rel="noreferrer">
        <img src={address} alt="Picture" referrerpolicy="no-referrer" onError={fail} />
      </a>
    );
  }
  if (kind === 'audio') return <audio class="media" controls src={address} onError={fail} />;
  if (kind === 'video') return <video class="media" controls src={address} onError={fail} />;
  return (
    <p class="bubble">
      {failed && 'This could not be shown: '}
      <a href={address} target="_blank" rel="noreferrer">
        {contentType === '' ? 'a file' : contentType}
      </a>
    </p>
  );
}
