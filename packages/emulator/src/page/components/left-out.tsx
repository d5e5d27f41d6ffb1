/** Says that a part of an exchange is not kept. */
export function LeftOut({ what }: { what: string }) {
  return (
    <p class="muted">
      {what}: left out, because the requests of this turn are larger than the emulator keeps.
    </p>
  );
}
