import type { Twilio } from 'twilio';
import { destinationOf } from './destination';
import { overridingServices } from './messaging-services';
import { allNumbers } from './phone-numbers';

/**
 * Says where each number of the account points, in aligned columns.
 *
 * @throws ApiFailure
 */
export async function listNumbers(client: Twilio): Promise<string> {
  const numbers = await allNumbers(client);
  if (numbers.length === 0) {
    return `The account ${client.accountSid} has no phone number. Buy one: https://console.twilio.com, Phone Numbers, Buy a number.`;
  }
  const services = await overridingServices(client);
  const rows = numbers.map((number) => {
    const { setBy, goesTo } = destinationOf(number, services.get(number.phoneNumber));
    return [number.phoneNumber, setBy, goesTo];
  });
  return inColumns([['Number', 'Set by', 'A message goes to'], ...rows]);
}

/** Two spaces between columns, and none behind the last. */
function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
