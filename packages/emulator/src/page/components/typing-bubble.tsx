/** Stands where the reply will be while the Function works. */
export const TypingBubble = () => (
  <div class="typing">
    <span class="visually-hidden">The webhook is working on its answer.</span>
    <span class="dot" />
    <span class="dot" />
    <span class="dot" />
  </div>
);
