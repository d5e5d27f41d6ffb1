import { deploy } from 'functions-dev';
import { ConversationError, readSecrets } from 'sms-conversation';

/** A service without a usable secret could not answer a single message, so it is not deployed. */
function checkVariables({ SESSION_SECRET }: Readonly<Record<string, string | undefined>>): string[] {
  try {
    readSecrets(SESSION_SECRET);
    return [];
  } catch (error) {
    if (error instanceof ConversationError) return [error.message];
    throw error;
  }
}

deploy(process.cwd(), process.argv.slice(2), checkVariables).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
