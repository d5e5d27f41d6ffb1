// Lints texts as if they stood in files of this project: reads `[path, text]` pairs as JSON from standard input and
// prints the ids of the rules that each breaks. A program of its own because ESLint's configuration is an ES module,
// which Jest does not load.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint({
  // Imports need no types, and a program would have to be made for each file.
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => ruleId.startsWith('import-x/'),
});
const found = [];
for (const [filePath, code] of JSON.parse(await text(process.stdin))) {
  const [{ messages }] = await eslint.lintText(code, { filePath });
  found.push(messages.map(({ ruleId, message }) => ruleId ?? message));
}
console.log(JSON.stringify(found));
