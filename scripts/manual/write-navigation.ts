import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { manualPages, withNavigation } from './navigation';

const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** `npm run docs`: writes the navigation at the end of each page of the manual. A page that is missing is left out. */
const pages = manualPages(read);
for (const { path } of pages) {
  const text = read(path);
  if (text !== '') writeFileSync(path, withNavigation(text, path, pages));
}
