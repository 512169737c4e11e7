import { expect, test } from 'vitest';
import { answeringStation, one, problem } from './answering-station.ts';
import { type RunOptions, runRecorded } from './recording-terminal.ts';
import { document, effect, effectText, faultLines, faults, faultyYaml, fileOf, rulesPath } from './rules-documents.ts';

const read = `GET ${rulesPath}`;
const write = `PUT ${rulesPath}`;
const validation = `POST ${rulesPath}/validation`;
const yaml = 'roles: []\n';

const apply = async (url: string, more: readonly string[] = [], options: RunOptions = {}) =>
  runRecorded(['rules', 'apply', '-', '--url', url, ...more], { stdin: [Buffer.from(yaml)], ...options });

test('it writes over the version that it read, and no other', async () => {
  await using station = await answeringStation({ [read]: one(document(3), '"v3"'), [write]: one(document(4), '"v4"') });
  const said = await apply(station.url, ['--comment', 'new site & more']);
  expect(said).toEqual({ exitCode: 0, stdout: 'version 4 is written\n', stderr: '' });
  expect(station.sent).toEqual([
    {
      method: 'PUT',
      path: `${rulesPath}?comment=new%20site%20%26%20more`,
      body: yaml,
      contentType: 'application/yaml',
      ifMatch: '"v3"',
    },
  ]);
});

test('it writes over the version that is named, or not at all', async () => {
  await using station = await answeringStation({ [read]: one(document(3), '"v3"'), [write]: one(document(4), '"v4"') });
  const other = await apply(station.url, ['--if-version', '2']);
  expect(other).toMatchObject({
    exitCode: 1,
    stderr: 'version 3 of the rules counts, and not 2: nothing is written\n',
  });
  expect(station.sent).toEqual([]);
  expect((await apply(station.url, ['--if-version', '3'])).exitCode).toBe(0);
  expect(station.sent).toMatchObject([{ ifMatch: '"v3"' }]);
});

test('who was faster is told, and a station without entity tags is not written to', async () => {
  const changed = problem(412, 'If-Match is not the current entity tag, which is "v4".');
  await using station = await answeringStation({ [read]: one(document(3), '"v3"'), [write]: changed });
  expect(await apply(station.url)).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('"v4"') });
  await using untagged = await answeringStation({ [read]: one(document(3)), [write]: one(document(4)) });
  expect(await apply(untagged.url)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no entity tag') });
  expect(untagged.sent).toEqual([]);
});

test('rules that say the same are no new version', async () => {
  await using station = await answeringStation({ [read]: one(document(3), '"v3"'), [write]: one(document(3), '"v3"') });
  expect((await apply(station.url)).stdout).toBe('version 3 says the same already\n');
});

test('a refused document: its faults, and nothing else', async () => {
  await using station = await answeringStation({
    [read]: one(document(3), '"v3"'),
    [write]: problem(422, '…', faults),
  });
  const file = fileOf('faulty.yaml', faultyYaml);
  const said = await runRecorded(['rules', 'apply', file, '--wait', '1', '--url', station.url]);
  expect(said).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `${[...faultLines(file), `${file} is refused`].join('\n')}\n`,
  });
});

test('--diff shows first what will become; beside JSON on stderr', async () => {
  await using station = await answeringStation({
    [read]: one(document(3), '"v3"'),
    [validation]: one(effect),
    [write]: one(document(4), '"v4"'),
  });
  const text = await apply(station.url, ['--diff'], { colour: false });
  expect(text.stdout).toBe(`${[...effectText, 'version 4 is written'].join('\n')}\n`);
  expect(station.sent.map(({ method }) => method)).toEqual(['POST', 'PUT']);
  const json = await apply(station.url, ['--diff', '-o', 'json'], { colour: true });
  expect(json.stderr).toBe(`${effectText.join('\n')}\n`);
  expect(JSON.parse(json.stdout)).toEqual(document(4));
});

test('--diff of a refused document writes nothing', async () => {
  await using station = await answeringStation({
    [read]: one(document(3), '"v3"'),
    [validation]: problem(422, '…', faults),
  });
  expect((await apply(station.url, ['--diff'])).exitCode).toBe(2);
  expect(station.sent.map(({ method }) => method)).toEqual(['POST']);
});

test('--wait follows until no router is behind', async () => {
  await using station = await answeringStation({
    [read]: [one(document(3), '"v3"'), one(document(4, ['pe1'])), one(document(4))],
    [write]: one(document(4, ['pe1', 'pe2']), '"v4"'),
  });
  const said = await apply(station.url, ['--wait', '30', '-o', 'json']);
  expect(said).toMatchObject({ exitCode: 0, stderr: 'all 3 routers go by it\n' });
  expect(JSON.parse(said.stdout)).toEqual(document(4));
  expect(station.requests).toHaveLength(4);
});

test('--wait ends with 5 and the routers that are behind when the time is up', async () => {
  await using station = await answeringStation({
    [read]: [one(document(3), '"v3"'), one(document(4, ['pe1', 'pe2']))],
    [write]: one(document(4, ['pe1', 'pe2']), '"v4"'),
  });
  expect(await apply(station.url, ['--wait', '1'])).toEqual({
    exitCode: 5,
    stdout: 'version 4 is written\n',
    stderr: 'pe1 does not go by it after 1 s\npe2 does not go by it after 1 s\n',
  });
});

test('--wait ends when someone else writes another version', async () => {
  await using station = await answeringStation({
    [read]: [one(document(3), '"v3"'), one(document(5, ['pe1']))],
    [write]: one(document(4, ['pe1']), '"v4"'),
  });
  const said = await apply(station.url, ['--wait', '30']);
  expect(said).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('version 5 in its place') });
});

test.each([
  [['--wait', 'long'], "--wait takes seconds, e.g. 60, not 'long'"],
  [['--if-version', 'v3'], "--if-version takes the number of a version, not 'v3'"],
])('%j is a usage error', async (more, line) => {
  const said = await apply('http://127.0.0.1:1', more);
  expect(said.exitCode).toBe(2);
  expect(said.stderr.split('\n')[0]).toBe(line);
});

test('who may not is told with 4; no station with 1', async () => {
  await using station = await answeringStation({ [read]: one(document(3), '"v3"'), [write]: problem(403, 'not you') });
  expect((await apply(station.url)).exitCode).toBe(4);
  expect((await apply('http://127.0.0.1:1')).exitCode).toBe(1);
});
