const withEnding = (
  ending: string,
): string => `import { ask, conversation, conversationFunction, integer, text } from 'sms-conversation';

const TABLES = [
  { place: 'at the window', seats: 2 },
  { place: 'in the corner', seats: 4 },
];

const table = conversation('table', function* () {
  const name = yield* ask('name', 'What is your name?', text({ max: 40 }));
  const party = yield* ask('party', \`Hello \${name}! How many people?\`, integer({ min: 1, max: 8 }));
  const free = TABLES.find(({ seats }) => seats >= party)!;
  ${ending}
});

export const handler = conversationFunction(table);
`;

const MANY = "if (free === undefined) return 'We are sorry: our largest table has 4 seats.';";

/** The Function of the pictures, which forgets that a party may be too large. */
export const WRONG = withEnding('return `A table ${free.place}, ${name}. See you!`;');

/** The same, mended. */
export const MENDED = withEnding(`${MANY}\n  return \`A table \${free.place}, \${name}. See you!\`;`);

/** The same with another last answer. */
export const FARTHER = withEnding(
  `${MANY}\n  return \`A table for \${party} \${free.place}, \${name}. See you at eight!\`;`,
);
