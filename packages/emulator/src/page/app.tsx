import { useEffect, useReducer } from 'preact/hooks';
import { Conversation } from './components/conversation';
import { Inspector } from './components/inspector';
import { Notices } from './components/notices';
import { Phones } from './components/phones';
import { SourceBanner } from './components/source-banner';
import { Search } from './components/search';
import { TopBar } from './components/top-bar';
import { focusOnNextFrame } from './hooks/focus-on-next-frame';
import { useFirstFocus } from './hooks/use-first-focus';
import { useEscape } from './hooks/use-escape';
import { useMedia } from './hooks/use-media';
import { useNoticeEnd } from './hooks/use-notice-end';
import { useOlderMessages } from './hooks/use-older-messages';
import { useRoute } from './hooks/use-route';
import { readStoredPhones, storePhones } from './state/stored-phones';
import { followEmulator } from './state/live';
import { reduce } from './state/reduce';
import { readRoute } from './state/route';
import { foundTurn, initialState, onScreen, turnOf } from './state/state';
import { StoreContext } from './state/store';

/** The whole page. */
export function App() {
  const [state, dispatch] = useReducer(reduce, undefined, () => ({
    ...initialState(readStoredPhones()),
    wanted: readRoute(location.hash),
  }));
  const { phone, chosenNumbers, inspected, found, connection } = state;
  const isWide = useMedia('(min-width: 68rem)');
  const isNarrow = useMedia('(max-width: 44.99rem)');

  useEffect(() => followEmulator(dispatch), []);
  useEffect(() => {
    storePhones({ phone, chosenNumbers });
  }, [phone, chosenNumbers]);
  useEffect(() => {
    document.title = state.unread.length > 0 ? `(${state.unread.length}) SMS emulator` : 'SMS emulator';
  }, [state.unread.length]);

  const screen = onScreen(state);
  useOlderMessages(screen, state, dispatch);
  useFirstFocus(screen !== null && connection === 'live');
  useNoticeEnd(state.notice, dispatch);
  useRoute(state, dispatch);
  const chosen = screen === null ? undefined : turnOf(screen.conversation, inspected);
  // A wide page shows the turn of the message that was looked for, or the latest turn, until another is chosen.
  const shown =
    chosen ?? (isWide ? (foundTurn(screen, found) ?? screen?.conversation.turns.at(-1)) : undefined);
  const covers = isNarrow && shown !== undefined;
  const closeInspector = () => {
    dispatch({ type: 'inspect', turn: null });
    if (chosen !== undefined) focusOnNextFrame(`turn-${chosen.sid}`);
  };
  useEscape(closeInspector, chosen !== undefined);

  return (
    <StoreContext.Provider value={{ state, dispatch }}>
      <div class={`app ${shown !== undefined ? 'inspecting' : ''}`} aria-busy={connection === 'connecting'}>
        <div class="behind" inert={covers}>
          {screen !== null && <SkipLink />}
          <TopBar />
          <Phones />
          <main>
            <SourceBanner />
            <Conversation screen={screen} shown={shown?.sid ?? null} />
          </main>
        </div>
        {screen !== null && (shown !== undefined || isWide) && (
          <Inspector
            screen={screen}
            turn={shown}
            covers={covers}
            onClose={chosen === undefined ? null : closeInspector}
          />
        )}
        <Search />
        <Notices dialog={null} />
      </div>
    </StoreContext.Provider>
  );
}

const SkipLink = () => (
  <a
    class="skip"
    href="#message"
    onClick={(event) => {
      event.preventDefault(); // the hash of the page's address says what is shown
      document.getElementById('message')?.focus();
    }}
  >
    Skip to the message
  </a>
);
