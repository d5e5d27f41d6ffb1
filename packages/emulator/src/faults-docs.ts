import { FAULT_GROUPS, faultsOf, NO_FAULTS } from './engine/faults';

/** The documentation's page with the table of faults, between `<!-- faults -->` and `<!-- /faults -->`, as it must be. */
export const withFaultsTable = (page: string): string =>
  page.replace(
    /(?<=<!-- faults -->\n\n).*?(?=\n\n<!-- \/faults -->)/s,
    table([
      ['fault', 'what happens'],
      ...FAULT_GROUPS.flatMap((group) => [
        [`**${group}**`, ''] as const,
        ...faultsOf(group).map(({ key, documentation }) => [`\`${key}\``, documentation] as const),
      ]),
    ]),
  );

/** The page of the JSON API with the answer of `/api/faults` as it must be. */
export const withFaultsAnswer = (page: string): string =>
  page.replace(
    /(?<=\/api\/faults --json '\{"loseCookie":"next"\}'\n```\n\n```json\n).*?(?=\n```)/s,
    JSON.stringify({ ...NO_FAULTS, loseCookie: 'next' }, null, 2),
  );

/** A Markdown table, padded as Prettier pads it. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const lines = rows.map(([left, right]) => `| ${left.padEnd(width(0))} | ${right.padEnd(width(1))} |`);
  const rule = `| ${'-'.repeat(width(0))} | ${'-'.repeat(width(1))} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
