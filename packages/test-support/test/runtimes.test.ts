import { expect, it } from '@jest/globals';
import { nodeOf } from 'test-support';

it('a Node.js that is not installed is an error that names the command to run', () => {
  expect(() => nodeOf('node99')).toThrow(/^node99-\S+ is not installed: run npm run postinstall\.$/);
});
