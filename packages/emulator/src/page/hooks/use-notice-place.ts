import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Between a notice and what is beside it, in pixels. */
const GAP = 12;
const CONTROLS = 'button, a, input, select, textarea, summary, label, [tabindex]';

type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/**
 * Keeps the notices in a box where they cover neither the composer nor what was just used: at the top of the messages, at the bottom of the
 * dialog that they are in, or at another place that is free. Above a dialog or a panel they are shown as a popover, since that is
 * above everything else.
 */
export function useNoticePlace(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const notices = box.current;
    if (notices === null) return;
    const used = followUsed();
    const place = () => {
      raise(notices);
      if (isEmpty(notices)) return;
      const { width, height } = notices.getBoundingClientRect();
      const dialog = notices.closest('dialog')?.getBoundingClientRect();
      const others = dialog === undefined ? ['.composer', '.panel:popover-open'].map(boxOf) : [];
      const avoided = [...others, used.box()].filter((other) => other !== undefined);
      const places = placesFor(width, height, dialog).map((at) => ({ at, area: coveredBy(at, avoided) }));
      const best = places.reduce((one, other) => (other.area < one.area ? other : one));
      notices.style.inset = `${best.at.top}px auto auto ${best.at.left}px`;
    };
    const changes = new MutationObserver(place);
    changes.observe(notices, { childList: true, subtree: true, characterData: true });
    addEventListener('resize', place);
    place();
    return () => {
      used.end();
      changes.disconnect();
      removeEventListener('resize', place);
    };
  }, [box]);
}

const boxOf = (selector: string): Box | undefined =>
  document.querySelector(selector)?.getBoundingClientRect();

/** What was activated last, by a pointer or a key: its box as it is now, or was when it was still on the page. */
function followUsed(): { box: () => Box | undefined; end: () => void } {
  let element: Element | null = null;
  let last: Box | undefined;
  const note = ({ target }: Event) => {
    element = target instanceof Element ? target.closest(CONTROLS) : null;
    last = element?.getBoundingClientRect();
  };
  document.addEventListener('pointerdown', note, { capture: true });
  document.addEventListener('keydown', note, { capture: true });
  return {
    box: () => (element?.isConnected === true ? element.getBoundingClientRect() : last),
    end() {
      document.removeEventListener('pointerdown', note, { capture: true });
      document.removeEventListener('keydown', note, { capture: true });
    },
  };
}

const isEmpty = (notices: HTMLElement): boolean => notices.querySelector('.notice, .undo-toast') === null;

function raise(notices: HTMLElement): void {
  notices.popover = 'manual';
  if (notices.matches(':popover-open')) notices.hidePopover();
  // Last opened is on top.
  const isBelow = document.querySelector('dialog[open], [popover=auto]:popover-open') !== null;
  if (!isEmpty(notices) && isBelow) notices.showPopover();
}

/** Where a notice of this size could be, the best first: on the messages, or in the dialog, else anywhere at the edge of the window. */
function placesFor(width: number, height: number, dialog: Box | undefined): Box[] {
  const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const isCovered = document.querySelector('.behind[inert]') !== null;
  const messages = isCovered ? undefined : boxOf('main .messages, main .nothing-yet');
  const areas = [dialog ?? messages, page].filter((area) => area !== undefined);
  return areas.flatMap((area) => {
    const middle = (area.left + area.right - width) / 2;
    const lefts = [middle, area.left + GAP, area.right - GAP - width];
    const [above, below] = [area.top + GAP, area.bottom - GAP - height];
    // The header of a dialog, with the button that closes it, is at its top.
    const ends = dialog === undefined ? [above, below] : [below, above];
    const tops = [...ends, (area.top + area.bottom - height) / 2];
    return tops.flatMap((top) => lefts.map((left) => boxAt(left, top, width, height)));
  });
}

/** The box, moved so that it is on the page as a whole. */
function boxAt(left: number, top: number, width: number, height: number): Box {
  const x = Math.max(GAP, Math.min(left, innerWidth - GAP - width));
  const y = Math.max(GAP, Math.min(top, innerHeight - GAP - height));
  return { left: x, top: y, right: x + width, bottom: y + height };
}

const coveredBy = (box: Box, others: readonly Box[]): number =>
  others.reduce((area, other) => {
    const width = Math.min(box.right, other.right) - Math.max(box.left, other.left);
    const height = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
    return area + Math.max(0, width) * Math.max(0, height);
  }, 0);
