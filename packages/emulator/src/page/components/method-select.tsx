import type { SelectHTMLAttributes } from 'preact';
import type { HttpMethod } from '../../engine/types';

/** Chooses the method by which a webhook is called. */
export function MethodSelect({
  onChoose,
  ...attributes
}: { value: HttpMethod; onChoose: (method: HttpMethod) => void } & SelectHTMLAttributes) {
  return (
    <select
      {...attributes}
      onChange={({ currentTarget }) => {
        onChoose(currentTarget.value === 'GET' ? 'GET' : 'POST');
      }}
    >
      <option>POST</option>
      <option>GET</option>
    </select>
  );
}
