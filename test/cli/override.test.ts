import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { answeringStation, one, problem, rows } from './answering-station.ts';
import { runRecorded } from './recording-terminal.ts';
import { document, fileOf, rulesPath } from './rules-documents.ts';

const tagged = { [`GET ${rulesPath}`]: one(document(3), '"v3"') };
const drain = { id: 'element:nj01emd~sc1', override: { element: 'nj01emd~sc1', drain: true, reason: 'upgrade' } };

test('override list', async () => {
  await using station = await answeringStation({ 'GET /v1/overrides': rows(drain) });
  const ask = async (format: string) =>
    (await runRecorded(['override', 'list', '-o', format, '--url', station.url])).stdout;
  expect(await ask('text')).toBe(
    'ID                   OVERRIDE                         REASON\n' +
      'element:nj01emd~sc1  element nj01emd~sc1, drain true  upgrade\n',
  );
  expect(parse(await ask('yaml'))).toEqual([drain]);
  expect(JSON.parse(await ask('json'))).toEqual([drain]);
  await using empty = await answeringStation({ 'GET /v1/overrides': rows() });
  expect((await runRecorded(['override', 'list', '-o', 'yaml', '--url', empty.url])).stdout).toBe('[]\n');
});

test.each([
  ['{element: nj01emd~sc1, drain: true}', 'element:nj01emd~sc1', 'application/yaml'],
  ['{"router": "nj01emd", "location": "ny"}', 'router:nj01emd', 'application/json'],
  ['ignorePrefix: 10.0.0.0/8', 'prefix:10.0.0.0/8', 'application/yaml'],
  ['ignorePrefix: 10.0.0.0/8\nrouter: nj01emd', 'prefix:10.0.0.0/8@nj01emd', 'application/yaml'],
])('override set %s', async (content, id, contentType) => {
  const written = {
    status: 201,
    body: { data: { id, override: {} } },
    headers: { 'content-type': 'application/json' },
  };
  await using station = await answeringStation({ ...tagged, [`PUT /v1/overrides/${id}`]: written });
  const file = fileOf('override', content);
  const said = await runRecorded(['override', 'set', file, '--comment', 'why', '--url', station.url]);
  expect(said).toEqual({ exitCode: 0, stdout: `${id} is set\n`, stderr: '' });
  const path = `/v1/overrides/${encodeURIComponent(id)}?comment=why`;
  expect(station.sent).toEqual([{ method: 'PUT', path, body: content, contentType, ifMatch: '"v3"' }]);
});

test.each(['{elemnt: x}', 'a: [', ''])('override set of %j: the station says what is wrong', async (content) => {
  const refusal = problem(422, '…', [{ parameter: 'elemnt', detail: 'is not known here', suggestion: 'element' }]);
  await using station = await answeringStation({ ...tagged, 'PUT /v1/overrides/unreadable': refusal });
  const stdin = [Buffer.from(content)];
  const said = await runRecorded(['override', 'set', '-', '--url', station.url], { stdin });
  expect(said.exitCode).toBe(2);
  expect(said.stderr).toMatch(
    /^standard input(:1)?: elemnt: is not known here; did you mean element\?\nstandard input is refused\n$/,
  );
  expect(station.sent).toMatchObject([{ body: content }]);
});

test('override delete', async () => {
  const deleted = { status: 204, text: '' };
  await using station = await answeringStation({ ...tagged, 'DELETE /v1/overrides/prefix:10.0.0.0/8': deleted });
  const said = await runRecorded(['override', 'delete', 'prefix:10.0.0.0/8', '--url', station.url]);
  expect(said).toEqual({ exitCode: 0, stdout: 'prefix:10.0.0.0/8 is taken back\n', stderr: '' });
  expect(station.sent).toMatchObject([{ path: '/v1/overrides/prefix%3A10.0.0.0%2F8', body: '', ifMatch: '"v3"' }]);
  expect((await runRecorded(['override', 'delete', 'router:x', '--url', station.url])).exitCode).toBe(3);
});
