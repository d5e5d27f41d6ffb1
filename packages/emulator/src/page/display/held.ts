import type { Held } from '../../engine/types';

/** What became of a message that the fault `overlap` or `overtake` held, as the page says it. */
export const HELD_WORDS: Readonly<Record<Held, string>> = {
  waiting: 'waits for the next text',
  met: 'waited for the next text',
  clockMoved: 'went alone, because the clock was moved',
  switchedOff: 'went alone, because the fault was switched off',
  forgotten: 'went alone, because the conversation was forgotten',
  stopped: 'went alone, because the emulator was stopped',
};
