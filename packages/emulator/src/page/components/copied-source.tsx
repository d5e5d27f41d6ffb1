import { useState } from 'preact/hooks';
import { useStore } from '../state/store';
import { Dialog } from './dialog';

/** What is to be copied. */
type Source = {
  /** Of the dialog that shows it where it cannot be copied. */
  readonly title: string;
  /** What it is. */
  readonly name: string;
  readonly text: string;
  /** The notice when it has been copied. */
  readonly notice: string;
};

/** Copies a source to the clipboard. Without access to that it is shown, selected: `shown` is to be rendered. */
export function useCopy() {
  const { dispatch } = useStore();
  const [source, setSource] = useState<Source | null>(null);
  const copy = (copied: Source): void => {
    const show = () => {
      // There is no clipboard (an old browser), or no permission.
      setSource(copied);
    };
    if (!('clipboard' in navigator) || (navigator.clipboard as Clipboard | undefined) === undefined) {
      show();
      return;
    }
    navigator.clipboard.writeText(copied.text).then(() => {
      dispatch({ type: 'notify', text: copied.notice });
    }, show);
  };
  const shown = source !== null && (
    <Dialog
      title={source.title}
      onClose={() => {
        setSource(null);
      }}
    >
      <SelectedSource source={source} />
    </Dialog>
  );
  return { copy, shown };
}

const SelectedSource = ({ source: { name, text } }: { source: Source }) => (
  <>
    <p class="muted">
      This browser did not let the page copy. The {name.toLowerCase()} is selected: copy it with your
      keyboard.
    </p>
    <textarea
      class="source"
      aria-label={name}
      value={text}
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
