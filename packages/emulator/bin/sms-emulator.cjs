#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// In its repository, the sources; in the published package, what was built of them.
const source = join(__dirname, '../src/command.ts');
if (existsSync(source)) {
  require('tsx/cjs/api').register();
  require(source);
} else {
  require('../dist/command.cjs');
}
