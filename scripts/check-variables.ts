import { ConversationError, readSecrets } from 'sms-conversation';

/** The check of the variables that a deploy uploads: without a valid secret the Functions could not answer any message. */
export function checkVariables({ SESSION_SECRET }: Readonly<Record<string, string | undefined>>): string[] {
  try {
    readSecrets(SESSION_SECRET);
    return [];
  } catch (error) {
    if (error instanceof ConversationError) return [error.message];
    throw error;
  }
}
