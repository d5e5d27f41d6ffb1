#!/usr/bin/env node
require('tsx/cjs/api').register();
require('../src/command.ts');
