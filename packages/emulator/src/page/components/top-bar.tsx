import { ClockPanel } from './clock-panel';
import { LogoIcon } from './icons';
import { NumbersButton } from './numbers';
import { FaultsButton } from './fault-panel';
import { ScheduledButton } from './scheduled';
import { ThemeButton } from './theme-button';

/** The bar at the top: the clock, faults and numbers, which apply to every conversation. */
export function TopBar() {
  return (
    <header class="top-bar">
      <div class="brand">
        <LogoIcon />
        <h1>SMS emulator</h1>
      </div>
      <ClockPanel />
      <ScheduledButton />
      <FaultsButton />
      <NumbersButton />
      <ThemeButton />
    </header>
  );
}
