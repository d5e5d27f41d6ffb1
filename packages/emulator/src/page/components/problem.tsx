import { WarningIcon } from './icons';

/** An error message beside what it is about. Screen readers announce it at once. */
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
