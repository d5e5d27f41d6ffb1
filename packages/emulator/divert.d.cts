// Loaded for its effect: `node --require sms-emulator/divert app.js`.
export {};
