import { deploy } from 'functions-dev';
import { ConversationError, readSecrets } from 'sms-conversation';

/** Without a valid secret the deployed Functions could not answer any message. */
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
