import { cliInfo } from 'twilio-run/dist/commands/deploy';
import type { DeployCliFlags } from 'twilio-run/dist/config/deploy';
import yargs from 'yargs';

/** The flags of `twilio-run deploy`, and our own. */
export type Flags = DeployCliFlags & { readonly developmentSecret: boolean };

export type ReadFlags =
  | { readonly flags: Flags }
  /** `--help` was given: the text. */
  | { readonly help: string }
  | { readonly problem: string };

/**
 * Reads the flags of `twilio-run deploy` by its own list of them. Unlike it, refuses what it does not know: with a
 * misspelled `--production` it deploys to `dev`.
 */
export function readFlags(args: readonly string[]): ReadFlags {
  const withValue = Object.keys(cliInfo.options).filter((name) => cliInfo.options[name]?.type === 'string');
  const parser = yargs(args)
    .scriptName('npm run deploy')
    .usage('npm run deploy -- [flags of twilio-run deploy]')
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .options(cliInfo.options)
    .option('development-secret', {
      type: 'boolean',
      default: false,
      describe: 'Lets another environment than dev have a SESSION_SECRET of development',
    })
    .requiresArg(withValue)
    .strict()
    .demandCommand(0, 0, '', 'Only flags are taken; did two hyphens get lost?')
    .version(false)
    .exitProcess(false);
  const found: { help?: string } = {};
  try {
    const flags = parser
      .fail((message: string | null, error: Error | undefined) => {
        throw error ?? new Error(message ?? '');
      })
      .parseSync([...args], {}, (_error, argv, output) => {
        if ((argv as { help?: boolean }).help === true) found.help = output;
      });
    return found.help === undefined ? { flags: flags as unknown as Flags } : { help: found.help };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
