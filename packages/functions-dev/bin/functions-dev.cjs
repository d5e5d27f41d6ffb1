#!/usr/bin/env node
// tsx as a whole, for require() and for import(), by which the deploy is loaded.
import('tsx').then(() => require('../src/command.ts'));
