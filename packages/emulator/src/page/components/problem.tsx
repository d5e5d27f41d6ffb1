import { WarningIcon } from './icons';

/** What went wrong, in words, beside where it arose; read aloud at once. */
export function Problem({ text, id }: { text: string | null; id?: string }) {
  return (
    <div class="problem" role="alert" {...(id === undefined ? {} : { id })}>
      {text !== null && (
        <p>
          <WarningIcon /> {text}
        </p>
      )}
    </div>
  );
}
