import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { run, takenPort } from 'test-support';
import { startProject, type StartProject } from '../support/start';

let project: StartProject;
beforeAll(async () => {
  project = await startProject();
});

/** Runs what `npm start` does, without the third of a second that npm takes; it must fail. Returns what it prints. */
async function refused(variables: NodeJS.ProcessEnv, args: string[] = []): Promise<string> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { start: string } };
  const [node = '', ...command] = scripts.start.split(' ');
  const env = { PORT: String(project.port), EMULATOR_PORT: String(project.emulatorPort), ...variables };
  const start = run(project.root, node, [...command, ...args], env);
  expect(await start.ended).toBe(1);
  return start.output();
}

/** A taken port that comes right before none of these: what is offered in its place would be another. */
async function takenPortNotBefore(...ports: readonly number[]): Promise<number> {
  const taken = await takenPort();
  return ports.includes(taken + 1) ? takenPortNotBefore(...ports) : taken;
}

describe('npm start, refused', () => {
  it.each(['PORT', 'EMULATOR_PORT'])('names the port and %s when the port is taken', async (variable) => {
    const taken = await takenPortNotBefore(project.port, project.emulatorPort);
    const output = await refused({ [variable]: String(taken) });
    expect(output).toContain(`Port ${taken} is taken.`);
    expect(output).toContain(`${variable}=${taken + 1} npm start`);
  });

  it('names both when both ports are taken', async () => {
    const first = await takenPort();
    const taken = [first, await takenPortNotBefore(first, first + 2)] as const;
    const output = await refused({ PORT: String(taken[0]), EMULATOR_PORT: String(taken[1]) });
    expect(output).toContain(`Port ${taken[0]} is taken. Port ${taken[1]} is taken.`);
    expect(output).toContain(`PORT=${taken[0] + 1} EMULATOR_PORT=${taken[1] + 1} npm start`);
  });

  it('names both variables when they are the same port', async () => {
    const output = await refused({ EMULATOR_PORT: String(project.port) });
    expect(output).toContain(`PORT and EMULATOR_PORT are both ${project.port}.`);
  });

  it('names SIGNATURE_CHECK when it is neither on nor off', async () => {
    const output = await refused({ SIGNATURE_CHECK: 'perhaps' });
    expect(output).toContain('SIGNATURE_CHECK must be on or off, not "perhaps".');
  });

  it('names the variable when it is no port', async () => {
    expect(await refused({ PORT: '0' })).toContain('PORT must be a port from 1 to 65535, not "0".');
  });

  it('says how it is used when an argument is unknown', async () => {
    const output = await refused({}, ['--watch']);
    expect(output).toContain("Unknown option '--watch'");
    expect(output).toContain('npm start -- --inspect');
  });
});
