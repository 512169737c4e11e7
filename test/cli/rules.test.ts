import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaultRules } from '#model/rules/default-rules.ts';
import { answeringStation, one, problem } from './answering-station.ts';
import { runRecorded } from './recording-terminal.ts';
import {
  document,
  effect,
  effectText,
  faultLines,
  faults,
  faultyYaml,
  fileOf,
  noEffect,
  rulesPath,
} from './rules-documents.ts';

const validation = `POST ${rulesPath}/validation`;
const hostile = '\u001b[2J';

test('rules get: YAML that can be applied again, and what it cannot say of itself as a comment', async () => {
  await using station = await answeringStation({ [`GET ${rulesPath}`]: one(document(3, ['pe1', hostile])) });
  const { stdout, exitCode } = await runRecorded(['rules', 'get', '--url', station.url]);
  expect(exitCode).toBe(0);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    '# version 3, written 2026-01-31T12:00:00.000Z by arn:aws:iam::123456789012:user/ops',
    '# new site',
    '# applied by 1 routers, not yet by pe1 \ufffd[2J',
  ]);
  expect(parse(stdout)).toEqual(defaultRules);
  const json = await runRecorded(['rules', 'get', '-o', 'json', '--url', station.url]);
  expect(JSON.parse(json.stdout)).toEqual(defaultRules);
  expect((await runRecorded(['rules', 'get', '-o', 'csv', '--url', station.url])).exitCode).toBe(2);
});

test('rules get --version', async () => {
  await using station = await answeringStation({ [`GET ${rulesPath}/versions/0`]: one(document(0)) });
  const { stdout } = await runRecorded(['rules', 'get', '--version', '0', '--url', station.url]);
  expect(stdout).toMatch(/^# version 0, in force until another is written\n# applied by 3 routers\nnaming:\n/);
  expect((await runRecorded(['rules', 'get', '--version', '9', '--url', station.url])).exitCode).toBe(3);
});

test('rules validate: what is taken', async () => {
  await using station = await answeringStation({ [validation]: one(noEffect) });
  const file = fileOf('good.yaml', 'roles: []\n');
  const argv = ['rules', 'validate', file, '--url', station.url];
  const said = await runRecorded(argv);
  expect(said).toEqual({
    exitCode: 0,
    stdout: `${file} is valid: no change against version 3 at 1 router\n`,
    stderr: '',
  });
  expect(station.sent).toMatchObject([{ body: 'roles: []\n', contentType: 'application/yaml', ifMatch: undefined }]);
  const json = await runRecorded([...argv, '-o', 'json']);
  expect(JSON.parse(json.stdout)).toEqual({ valid: true, faults: [] });
});

test('rules validate: each fault of what is refused on a line, with where it is, and 5', async () => {
  await using station = await answeringStation({ [validation]: problem(422, 'roles.1.nam: …', faults) });
  const file = fileOf('faulty.yaml', faultyYaml);
  const said = await runRecorded(['rules', 'validate', file, '--url', station.url]);
  expect(said).toEqual({ exitCode: 5, stdout: '', stderr: `${faultLines(file).join('\n')}\n` });
  const json = await runRecorded(['rules', 'validate', file, '-o', 'json', '--url', station.url]);
  expect(json).toMatchObject({ exitCode: 5, stderr: '' });
  expect(JSON.parse(json.stdout)).toEqual({
    valid: false,
    faults: [
      { path: 'roles.1.nam', line: 4, detail: faults[0]?.detail, suggestion: 'name' },
      { path: 'roles.1.role', line: 4, detail: 'is missing' },
      { path: 'pairing.0.strategy', line: 6, detail: 'is no strategy', suggestion: 'fqdn' },
    ],
  });
});

test('rules validate: what cannot be read at all is refused, too; another error of the station is none of the document', async () => {
  const unreadable = problem(400, 'body: …', [{ parameter: 'body', detail: `is not plain YAML ${hostile}` }]);
  await using station = await answeringStation({
    [validation]: [unreadable, problem(403, 'not you'), problem(400, '?')],
  });
  const ask = () => runRecorded(['rules', 'validate', '-', '--url', station.url], { stdin: [Buffer.from('a: [')] });
  expect(await ask()).toMatchObject({ exitCode: 5, stderr: 'standard input: is not plain YAML \ufffd[2J\n' });
  expect(await ask()).toMatchObject({ exitCode: 4, stderr: expect.stringMatching(/^Refused: not you \(403\)/) });
  expect((await ask()).exitCode).toBe(2);
});

test.each([
  ['rules.json', '{"roles": []}', 'application/json'],
  ['rules.yml', '{"roles": []}', 'application/yaml'],
  ['RULES.YAML', 'roles: []', 'application/yaml'],
  ['rules', ' {"roles": []}', 'application/json'],
  ['rules.txt', '{roles: []}', 'application/yaml'],
])('%s is sent as what it is', async (name, content, type) => {
  await using station = await answeringStation({ [validation]: one(noEffect) });
  await runRecorded(['rules', 'validate', fileOf(name, content), '--url', station.url]);
  expect(station.sent).toMatchObject([{ body: content, contentType: type }]);
});

test('a file that is not there is an error before anything is asked', async () => {
  for (const verb of ['validate', 'diff', 'apply']) {
    const said = await runRecorded(['rules', verb, '/nowhere/rules.yaml']);
    expect(said).toMatchObject({ exitCode: 1, stdout: '' });
    expect(said.stderr).toMatch(/^can't read \/nowhere\/rules.yaml: ENOENT/);
  }
  expect((await runRecorded(['rules', 'diff'])).stderr).toMatch(/^rules diff: FILE\|- is missing/);
});

test('rules diff: a change a line, coloured on a terminal, and 5 only when asked', async () => {
  await using station = await answeringStation({ [validation]: one(effect) });
  const file = fileOf('new.yaml', 'roles: []\n');
  const ask = (more: readonly string[], colour = false) =>
    runRecorded(['rules', 'diff', file, '--url', station.url, ...more], { colour });
  expect(await ask([])).toEqual({ exitCode: 0, stdout: `${effectText.join('\n')}\n`, stderr: '' });
  expect((await ask(['--fail-on-change'])).exitCode).toBe(5);
  const { stdout } = await ask([], true);
  expect(stdout.split('\n').map((line) => line.slice(0, 6))).toEqual([
    '\u001b[31m-',
    '\u001b[33m~',
    '\u001b[32m+',
    '1 woul',
    '',
  ]);
  expect(JSON.parse((await ask(['-o', 'json'], true)).stdout)).toEqual(effect);
});

test('rules diff: no change, and what the answer leaves out', async () => {
  const partial = { ...noEffect, partial: true, skipped: ['pe1'], truncated: true };
  await using station = await answeringStation({ [validation]: one(partial) });
  const argv = ['rules', 'diff', fileOf('same.yaml', 'roles: []'), '--fail-on-change', '--url', station.url];
  expect(await runRecorded(argv)).toEqual({
    exitCode: 0,
    stdout: 'no change against version 3 at 1 router\n',
    stderr:
      'not all routers could be looked at in time: pe1 left out\nthere are more changes than are shown; the counts are of all\n',
  });
});

test('rules diff: a refused document is told with its faults, and is no change', async () => {
  await using station = await answeringStation({ [validation]: problem(422, '…', faults) });
  const file = fileOf('refused.yaml', faultyYaml);
  const said = await runRecorded(['rules', 'diff', file, '--fail-on-change', '--url', station.url]);
  expect(said).toMatchObject({ exitCode: 2, stdout: '' });
  expect(said.stderr).toBe(`${[...faultLines(file), `${file} is refused`].join('\n')}\n`);
});
