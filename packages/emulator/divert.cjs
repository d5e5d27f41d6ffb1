// Loaded into any Node.js app before anything else: `node --require sms-emulator/divert app.js`. All that the app sends to
// Twilio goes to the emulator on this machine, whatever credentials it uses. EMULATOR_PORT is the emulator's port, 1337 by default.
const { divert } = require('./src/divert.cjs');

const port = process.env.EMULATOR_PORT || '1337';
if (!/^\d{1,5}$/.test(port) || port < 1 || port > 65535) {
  throw new Error(`EMULATOR_PORT must be a port from 1 to 65535, not ${JSON.stringify(port)}.`);
}
divert(() => `http://127.0.0.1:${port}`);
