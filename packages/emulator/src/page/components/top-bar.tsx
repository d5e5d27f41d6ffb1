import { ClockPanel } from './clock-panel';
import { LogoIcon } from './icons';
import { NumbersButton } from './numbers';
import { FaultsButton } from './fault-panel';

/** The bar across the top: the clock, and what holds for every conversation. */
export function TopBar() {
  return (
    <header class="top-bar">
      <div class="brand">
        <LogoIcon />
        <h1>SMS emulator</h1>
      </div>
      <ClockPanel />
      <FaultsButton />
      <NumbersButton />
    </header>
  );
}
