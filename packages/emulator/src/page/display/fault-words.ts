import { API_FAULTS, type FaultName, type FaultSetting } from '../../engine/faults';

/** What a fault happens to, in the words that follow "the next" and "all". */
export function faultWords(fault: FaultName): Readonly<Record<Exclude<FaultSetting, 'off'>, string>> {
  if (API_FAULTS.includes(fault)) return { next: 'request', all: 'requests' };
  const isOfTwo = fault === 'overlap' || fault === 'overtake';
  return { next: isOfTwo ? 'two messages' : 'message', all: 'messages' };
}
