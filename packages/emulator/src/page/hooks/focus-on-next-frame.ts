/** Puts the focus on an element that the next drawing makes, or makes reachable. */
export function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
