import { timeOf } from '../display/format';
import { useNow } from '../hooks/use-now';

/** The status bar of a phone: the emulator's time, and the icons of signal and battery. */
export function StatusBar() {
  const now = useNow();
  return (
    <div class="status-bar" aria-hidden="true">
      <span>{timeOf(now)}</span>
      <span class="island" />
      <svg viewBox="0 0 44 12" width="44" height="12" fill="currentColor">
        <rect x="0" y="8" width="3" height="4" rx="1" />
        <rect x="4.5" y="5.5" width="3" height="6.5" rx="1" />
        <rect x="9" y="3" width="3" height="9" rx="1" />
        <rect x="13.5" y="0.5" width="3" height="11.5" rx="1" />
        <rect x="22.5" y="1" width="18" height="10" rx="3" fill="none" stroke="currentColor" />
        <rect x="24.5" y="3" width="12" height="6" rx="1.5" />
        <rect x="42" y="4" width="1.5" height="4" rx="0.75" />
      </svg>
    </div>
  );
}
