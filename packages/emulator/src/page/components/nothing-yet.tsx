import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useAttempt } from '../hooks/use-attempt';
import { addPhone } from '../state/api';
import { useStore } from '../state/store';
import { Problem } from './problem';

/** In place of a conversation while there is no phone, or no number that the phone can text: what to do. */
export function NothingYet() {
  const { phone } = useStore().state;
  return (
    <section class="nothing-yet" aria-label="Conversation">
      {phone === null ? <NoPhone /> : <NoNumber />}
    </section>
  );
}

function NoPhone() {
  const { dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const add = () => {
    run(
      () => addPhone('sms'),
      ({ phone }) => {
        dispatch({ type: 'addedPhone', phone });
        focusOnNextFrame('message');
      },
    );
  };
  return (
    <>
      <p>
        <strong>There is no phone yet.</strong>
      </p>
      <p>Phones text your numbers. Here you are all of them.</p>
      <p>
        <button type="button" disabled={busy} onClick={add}>
          Add the first phone
        </button>
      </p>
      <Problem text={error} />
    </>
  );
}

const NoNumber = () => (
  <>
    <p>
      <strong>There is no number to text yet.</strong>
    </p>
    <p>
      Open <em>Numbers</em> above, add one, and give it the address of your webhook. Or build a Function: each
      one gets a number of its own.
    </p>
  </>
);
