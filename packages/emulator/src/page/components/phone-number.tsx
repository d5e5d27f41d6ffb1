/** A phone number with room between its groups; copied or read aloud it is still E.164. */
export function PhoneNumber({ value }: { value: string }) {
  const groups = /^(\+1)(\d{3})(\d{3})(\d{4})$/.exec(value)?.slice(1) ?? [value];
  return (
    <span class="phone-number">
      {groups.map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}

/** A round sign for a phone, in one of eight colours of its own. */
export function Avatar({ value }: { value: string }) {
  const digits = value.replaceAll(/\D/g, '');
  const hue = Array.from(digits).reduce((sum, digit, index) => sum + Number(digit) * (index + 3), 0) % 8;
  return (
    <span class={`avatar hue-${hue}`} aria-hidden="true">
      {digits.slice(-2)}
    </span>
  );
}
