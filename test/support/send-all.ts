import type { Phone } from 'sms-emulator';

/** Sends several messages; returns the replies to the last. */
export async function sendAll(phone: Phone, ...bodies: string[]): Promise<string[]> {
  let replies: string[] = [];
  for (const body of bodies) replies = await phone.text(body);
  return replies;
}
