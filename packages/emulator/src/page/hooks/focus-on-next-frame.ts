/** Focuses the element with this id on the next frame, when it has been rendered and can be focused. */
export function focusOnNextFrame(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
