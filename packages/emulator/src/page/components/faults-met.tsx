import { type FaultName, FAULTS } from '../../engine/faults';
import { FaultIcon } from './icons';

/** The faults on purpose that a turn has met, each with what it does. */
export function FaultsMet({ faults }: { faults: readonly FaultName[] }) {
  const met = FAULTS.filter(({ key }) => faults.includes(key));
  if (met.length === 0) return null;
  return (
    <ul class="faults-met" aria-label="Faults on purpose in this turn">
      {met.map(({ key, name, sentence }) => (
        <li key={key} title={sentence}>
          <FaultIcon /> {name}
        </li>
      ))}
    </ul>
  );
}
