/**
 * Whether signatures are checked: yes, unless the environment says `SIGNATURE_CHECK=off`.
 *
 * @throws Error that names the variable when it is neither on nor off.
 */
export function readSignatureCheck(env: NodeJS.ProcessEnv = process.env): boolean {
  const value = env.SIGNATURE_CHECK ?? '';
  if (value === '' || value === 'on') return true;
  if (value === 'off') return false;
  throw new Error(`SIGNATURE_CHECK must be on or off, not ${JSON.stringify(value)}.`);
}
