import { useMemo, useState } from 'preact/hooks';
import type { Exchange, Message, Turn } from '../../engine/types';
import { exactTimeOf, took } from '../display/format';
import { HELD_WORDS } from '../display/held';
import type { Mark } from '../display/marked-lines';
import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { type InspectorTab, type OnScreen, ownNameOf } from '../state/state';
import { useStore } from '../state/store';
import { AnswerView } from './answer-view';
import { CookieView } from './cookie-view';
import { DebuggerView } from './debugger-view';
import { DocumentsView } from './documents-view';
import { ExchangeList } from './exchange-list';
import { FaultsMet } from './faults-met';
import { ArrowIcon, CloseIcon } from './icons';
import { LogView } from './log-view';
import { MessageStatus } from './message-status';
import { RequestView } from './request-view';
import { Tabs } from './tabs';
import { TurnMenu } from './turn-menu';

type InspectorProps = {
  screen: OnScreen;
  turn: Turn | undefined;
  /** Whether it covers the rest of the page, as on a narrow screen. */
  covers: boolean;
  /** `null` when it shows the latest turn because none was chosen: there is nothing to close. */
  onClose: (() => void) | null;
};

/** The requests, responses, cookies, Sync documents and errors of one turn. */
export function Inspector({ screen, turn, covers, onClose }: InspectorProps) {
  return (
    <div
      class="inspector"
      role={covers ? 'dialog' : 'complementary'}
      aria-modal={covers ? true : undefined}
      aria-labelledby="inspector-title"
    >
      {turn === undefined ? (
        <div class="nothing-yet">
          <h2 id="inspector-title">Inspector</h2>
          <p class="muted">
            Send a message: what Twilio asks your webhook, and what it answers, appears here.
          </p>
        </div>
      ) : (
        <>
          <InspectorHeader screen={screen} turn={turn} onClose={onClose} />
          <TurnDetails key={turn.sid} screen={screen} turn={turn} />
        </>
      )}
    </div>
  );
}

function InspectorHeader({
  screen,
  turn,
  onClose,
}: { screen: OnScreen; turn: Turn } & Pick<InspectorProps, 'onClose'>) {
  const { dispatch } = useStore();
  const { turns, messages } = screen.conversation;
  const message = messages.find(({ sid }) => sid === turn.sid);
  const index = turns.findIndex(({ sid }) => sid === turn.sid);
  const step = (direction: 'back' | 'on', words: string) => {
    const other = turns[index + (direction === 'on' ? 1 : -1)];
    return (
      <button
        type="button"
        class="quiet round"
        disabled={other === undefined}
        onClick={() => {
          if (other !== undefined) dispatch({ type: 'inspect', turn: other.sid });
        }}
      >
        <ArrowIcon direction={direction} />
        <span class="visually-hidden">{words}</span>
      </button>
    );
  };
  return (
    <div class="inspector-header">
      <h2 id="inspector-title" tabIndex={-1}>
        Turn {index + 1} <span class="muted">of {turns.length}</span>
      </h2>
      {step('back', 'The turn before')}
      {step('on', 'The turn after')}
      <TurnMenu key={turn.sid} screen={screen} turn={turn} />
      {onClose !== null && (
        <button type="button" class="quiet round" onClick={onClose}>
          <CloseIcon />
          <span class="visually-hidden">Close the inspector</span>
        </button>
      )}
      <p class="muted">
        {exactTimeOf(turn.at)}, <HowItWent turn={turn} message={message} />
        <br />
        <code>{turn.sid}</code>
      </p>
      <FaultsMet faults={turn.faults} />
      {turn.cause !== undefined && <Cause cause={turn.cause} />}
    </div>
  );
}

/** How long a turn took; of a message that the REST API sent, its status. */
function HowItWent({ turn, message }: { turn: Turn; message: Message | undefined }) {
  const { byApi, cutOff, durationMs, held } = turn;
  if (cutOff === true) return <>cut off: the emulator ended before its answer came</>;
  if (byApi !== true) {
    if (held === 'waiting') return <>{HELD_WORDS.waiting}</>;
    return (
      <>
        {durationMs === null ? 'working…' : `took ${took(durationMs)}`}
        {held !== undefined && `, ${HELD_WORDS[held]}`}
      </>
    );
  }
  return (
    <>
      by the REST API
      {message !== undefined && (
        <>
          : <MessageStatus message={message} turn={turn} />
        </>
      )}
    </>
  );
}

/** Leads to the turn in which a Function sent the message, when that is here. */
function Cause({ cause }: { cause: string }) {
  const { state, dispatch } = useStore();
  const found = state.conversations.find(({ turns }) => turns.some(({ sid }) => sid === cause));
  if (found === undefined) {
    return (
      <p class="muted">
        Sent in another turn, which is no longer here: <code>{cause}</code>
      </p>
    );
  }
  const show = () => {
    dispatch({ type: 'choosePhone', phone: found.from });
    dispatch({ type: 'chooseNumber', phone: found.from, number: found.to });
    dispatch({ type: 'inspect', turn: cause });
    focusOnNextFrame('inspector-title');
  };
  const name = ownNameOf(state, found.to) ?? found.to;
  return (
    <button type="button" class="quiet cause" onClick={show}>
      <ArrowIcon direction="back" /> Sent in a turn of {name}
    </button>
  );
}

/** The debugger's entries about places in the answer of an exchange. */
function marksOf({ errors, exchanges }: Turn, exchange: Exchange | undefined): Mark[] {
  const index = exchange === undefined ? -1 : exchanges.indexOf(exchange);
  return errors.flatMap(({ exchange: of, code, detail, position }) =>
    of === index && position !== undefined ? [{ ...position, note: `${code} ${detail}` }] : [],
  );
}

function TurnDetails({ screen, turn }: { screen: OnScreen; turn: Turn }) {
  const { state, dispatch } = useStore();
  const [chosen, setChosen] = useState<number | null>(null);
  // Of a webhook that came again, the request whose answer counts.
  const selected =
    chosen ??
    Math.max(
      0,
      turn.exchanges.findIndex(({ lost }) => lost !== true),
    );
  const exchange = turn.exchanges[selected] ?? turn.exchanges[0];
  const marks = useMemo(() => marksOf(turn, exchange), [turn, exchange]);
  const chooseTab = (tab: InspectorTab) => {
    dispatch({ type: 'chooseTab', tab });
  };
  // The REST API and status callbacks have no cookies.
  const hasCookies = turn.byApi !== true;
  // A status callback may lead to a Function.
  const hasLog = turn.byApi !== true || turn.logs !== undefined;
  const { documents = [], documentsLeftOut: leftOut = 0 } = turn;
  const isMissing =
    (state.tab === 'Cookie' && !hasCookies) ||
    (state.tab === 'Log' && !hasLog) ||
    (state.tab === 'Sync' && documents.length === 0);
  const tab = isMissing ? 'Answer' : state.tab;
  const showExchange = (index: number) => {
    setChosen(index);
    if (state.tab !== 'Request') chooseTab('Answer');
  };
  return (
    <>
      <ExchangeList turn={turn} selected={selected} onSelect={showExchange} />
      <Tabs
        label="Details of the turn"
        selected={tab}
        onSelect={chooseTab}
        tabs={[
          { name: 'Request', content: <RequestView exchange={exchange} /> },
          { name: 'Answer', content: <AnswerView exchange={exchange} marks={marks} /> },
          {
            name: 'Debugger',
            badge: turn.errors.length,
            content: <DebuggerView turn={turn} onShowExchange={showExchange} />,
          },
          // Those that not every turn has come last, so that the others stay where they are.
          ...(hasCookies
            ? [
                {
                  name: 'Cookie' as const,
                  content: <CookieView turn={turn} jar={screen.conversation.cookies} />,
                },
              ]
            : []),
          ...(hasLog ? [{ name: 'Log' as const, content: <LogView turn={turn} /> }] : []),
          ...(documents.length > 0
            ? [{ name: 'Sync' as const, content: <DocumentsView documents={documents} leftOut={leftOut} /> }]
            : []),
        ]}
      />
    </>
  );
}
