/** A phone number with space between its groups. The text itself stays E.164, as when it is copied. */
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

/** The round avatar of a phone: its last two digits, in one of eight colours by its number. */
export function Avatar({ value }: { value: string }) {
  const digits = value.replaceAll(/\D/g, '');
  const hue = Array.from(digits).reduce((sum, digit, index) => sum + Number(digit) * (index + 3), 0) % 8;
  return (
    <span class={`avatar hue-${hue}`} aria-hidden="true">
      {digits.slice(-2)}
    </span>
  );
}
