const SHOWS = ['counter', 'survey', 'signature', 'files'];
const CELLS = { passed: 'yes', failed: 'FAILED', pending: 'not run' };

/** A reporter of Jest: prints at the end which app has shown what. A test counts by its group and the first word of its title. */
export default class TableReporter {
  onRunComplete(_, { testResults }) {
    const inOrder = testResults.toSorted((a, b) => (a.testFilePath < b.testFilePath ? -1 : 1));
    const tests = inOrder.flatMap((file) => file.testResults);
    const rows = new Map();
    for (const { ancestorTitles, title, status } of tests) {
      const [app] = ancestorTitles;
      const show = title.split(':')[0];
      if (app === undefined || !SHOWS.includes(show)) continue;
      const row = rows.get(app) ?? {};
      rows.set(app, { ...row, [show]: row[show] === 'failed' ? 'failed' : status });
    }
    const lines = [...rows].map(([app, row]) => [app, ...SHOWS.map((show) => CELLS[row[show]] ?? '')]);
    const width = Math.max(0, ...lines.map(([app]) => app.length));
    const print = ([app, ...cells]) =>
      process.stdout.write(
        `${[app.padEnd(width), ...cells.map((cell) => cell.padEnd(9))].join('  ').trimEnd()}\n`,
      );
    process.stdout.write('\n');
    for (const line of [['app', ...SHOWS], ...lines]) print(line);
  }
}
