/** Shown in place of a reply while the webhook has not answered. */
export const TypingBubble = () => (
  <div class="typing">
    <span class="visually-hidden">The webhook is working on its answer.</span>
    <span class="dot" />
    <span class="dot" />
    <span class="dot" />
  </div>
);
