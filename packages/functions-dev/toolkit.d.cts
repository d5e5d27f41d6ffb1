/**
 * The same config, which builds the Functions when a tool reads it to start a server, checks the settings and builds when one
 * reads it to deploy, and checks the secret when one reads it to promote. A failure throws before the tool makes any request.
 * The toolkit's other commands (logs, env ...) build and check nothing.
 *
 * @param root - the project's folder.
 * @param checkFile - a module of TypeScript that exports `checkVariables`, the project's own check of what is uploaded.
 */
export function buildFirst<Config extends object>(root: string, checkFile: string, config: Config): Config;

/** Leaves building to the caller, for this process: npm start goes on serving what it built when a later build fails. */
export function buildElsewhere(): void;
