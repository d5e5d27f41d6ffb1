// Loaded into twilio-run before anything else, in the project's folder. Functions find in `context` the account for which
// requests are signed, as the platform puts it there: `.env` may have none, or another one.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const twilioRun = createRequire(join(process.cwd(), 'package.json')).resolve('twilio-run/package.json');
const dotenv = createRequire(twilioRun)('dotenv');

const account = JSON.parse(process.env.TWILIO_RUN_ACCOUNT ?? '{}'); // a worker thread has none
delete process.env.TWILIO_RUN_ACCOUNT; // Functions can read it

const { parse } = dotenv;
dotenv.parse = (...args) => ({ ...parse(...args), ...account });
