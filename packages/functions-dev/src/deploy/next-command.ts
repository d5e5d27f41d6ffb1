const PASSWORD = '--password';

/**
 * The command that was typed, to be typed again.
 *
 * @param args - the arguments after `npm run deploy --`. A password in them is left out.
 * @param flag - one to add.
 * @param value - its value, in place of one that was typed.
 */
export function deployCommand(args: readonly string[], flag?: string, value?: string): string {
  const kept = args.filter((arg, index) => {
    if (flag === undefined || value === undefined) return arg !== flag;
    return arg !== flag && args[index - 1] !== flag && !arg.startsWith(`${flag}=`);
  });
  const shown = kept.map((arg, index) => {
    if (kept[index - 1] === PASSWORD) return '...';
    return arg.startsWith(`${PASSWORD}=`) ? `${PASSWORD}=...` : quoted(arg);
  });
  const all = [...shown, flag, value].filter((word) => word !== undefined);
  return ['npm run deploy', ...(all.length > 0 ? ['--', ...all] : [])].join(' ');
}

/** For a POSIX shell. */
export const quoted = (arg: string): string =>
  /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", String.raw`'\''`)}'`;

/** Of a deploy, what `promote` needs too. */
export type PromoteFlags = {
  readonly username?: string;
  readonly region?: string;
  readonly edge?: string;
  readonly config?: string;
  readonly env?: string;
  readonly loadSystemEnv?: boolean;
  readonly developmentSecret?: boolean;
};

/** The command that makes a build live in the environment with this suffix, with the variables of the same file. */
export function promoteCommand(
  flags: PromoteFlags,
  { service, build, suffix }: { readonly service: string; readonly build: string; readonly suffix: string },
): string {
  const repeated = (['username', 'region', 'edge', 'config', 'env'] as const).flatMap((name) => {
    const value = flags[name];
    return value === undefined ? [] : [`--${name} ${quoted(value)}`];
  });
  return [
    'npx twilio-run promote',
    `--service-sid ${service} --build-sid ${build}`,
    suffix === '' ? '--production' : `--environment ${quoted(suffix)}`,
    ...repeated,
    ...(flags.username === undefined ? [] : [`${PASSWORD} ...`]),
    ...(flags.loadSystemEnv === true ? ['--load-system-env'] : []),
    ...(flags.developmentSecret === true ? ['--development-secret'] : []),
  ].join(' ');
}
