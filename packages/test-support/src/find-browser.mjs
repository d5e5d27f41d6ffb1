// Prints the path of a Chrome or Chromium: CHROME_PATH, an installed one, else the one that comes in an npm package.
// A program of its own because that package is ESM, which Jest does not load.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import chromium from '@sparticuz/chromium';

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
const installed = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES];

console.log(
  process.env.CHROME_PATH ?? installed.find((path) => existsSync(path)) ?? (await chromium.executablePath()),
);
