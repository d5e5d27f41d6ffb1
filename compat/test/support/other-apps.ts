import { spawnSync } from 'node:child_process';
import type { Show } from './shows';

/** An app of the folder `other-languages`. */
export type OtherApp = {
  /** As the table of docs/compat.md has it. */
  readonly name: string;
  readonly shows: readonly Show[];
  /** Commands that may be there, the first that has what the app needs is taken. */
  readonly commands: readonly string[];
  /** The arguments with which a command succeeds that has what the app needs. */
  readonly needs: readonly string[];
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** What Debian calls it. */
  readonly packages: string;
};

const ALL: readonly Show[] = ['counter', 'survey', 'signature', 'files'];
const PYTHONS = ['python3', '/usr/bin/python3'];
/** Where Debian puts the sources of Go's libraries. */
const GO_ENV = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode' };

export const OTHER_APPS: readonly OtherApp[] = [
  {
    ...{ name: 'Python: Flask', shows: ALL, packages: 'python3-flask' },
    ...{ commands: PYTHONS, needs: ['-c', 'import flask'], args: ['flask_app.py'] },
  },
  {
    ...{ name: 'Python: Django', shows: ['counter', 'survey', 'files'], packages: 'python3-django' },
    ...{ commands: PYTHONS, needs: ['-c', 'import django'], args: ['django_app.py'] },
  },
  {
    ...{ name: 'Python: http.server', shows: ['counter', 'files'], packages: 'python3' },
    ...{ commands: PYTHONS, needs: ['--version'], args: ['stdlib_app.py'] },
  },
  {
    ...{ name: 'Ruby: Sinatra', shows: ALL, packages: 'ruby-sinatra ruby-webrick' },
    ...{
      commands: ['ruby'],
      needs: ['-e', 'require "sinatra/base"; require "webrick"'],
      args: ['sinatra_app.rb'],
    },
  },
  {
    ...{ name: 'PHP: session_start', shows: ALL, packages: 'php-cli' },
    ...{ commands: ['php'], needs: ['--version'], args: ['-S', '127.0.0.1:0', 'app.php'] },
  },
  {
    ...{ name: 'Perl: Mojolicious', shows: ALL, packages: 'libmojolicious-perl' },
    ...{ commands: ['perl'], needs: ['-MMojolicious', '-e1'], args: ['mojolicious_app.pl'] },
  },
  {
    ...{ name: 'Go: gorilla/sessions', shows: ALL, packages: 'golang-go golang-github-gorilla-sessions-dev' },
    ...{ commands: ['go'], needs: ['list', 'github.com/gorilla/sessions'], args: ['run', 'gorilla_app.go'] },
    env: GO_ENV,
  },
  {
    ...{
      name: 'Java: HttpServer',
      shows: ['counter', 'signature', 'files'],
      packages: 'default-jdk-headless',
    },
    ...{ commands: ['java'], needs: ['--list-modules'], args: ['App.java'] },
  },
];

/** The command that can run an app here, or `undefined`. */
export const commandFor = ({ commands, needs, env }: OtherApp): string | undefined =>
  commands.find(
    (command) => spawnSync(command, needs, { env: { ...process.env, ...env }, stdio: 'ignore' }).status === 0,
  );
