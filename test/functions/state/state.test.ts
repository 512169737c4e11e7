import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseStateOptions } from '#functions/state/options.ts';
import { Pace } from '#functions/state/pace.ts';
import { carryOut, Refused } from '#functions/state/state.ts';
import { BrokenStateFile } from '#functions/state/state-file.ts';
import { TableReader } from '#functions/state/table-reader.ts';
import { type LocalTable, openTable } from '#local/table.ts';

let tables: LocalTable[];
let source: LocalTable;
let target: LocalTable;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bmpaas-state-'));
});
afterAll(() => rm(directory, { recursive: true }));
beforeEach(async () => {
  tables = await Promise.all([openTable(), openTable()]);
  [source, target] = tables as [LocalTable, LocalTable];
});
afterEach(async () => {
  for (const table of tables) await table.close();
});

let files = 0;
function newFile(ending: string): string {
  files += 1;
  return join(directory, `state-${files}${ending}`);
}

const run = (line: string, table: LocalTable): Promise<string> => {
  const options = parseStateOptions([...line.split(' '), '--table', table.name]);
  if (options === null) throw new Error('help');
  return carryOut(options, table.client);
};

type Item = Record<string, AttributeValue>;

const put = (table: LocalTable, Item: Item) => table.client.send(new PutItemCommand({ TableName: table.name, Item }));
const itemOf = (pk: string, sk: string, more: Item = {}): Item => ({ pk: { S: pk }, sk: { S: sk }, ...more });

async function contents(table: LocalTable): Promise<string[]> {
  const reader = new TableReader({ client: table.client, tableName: table.name, pace: new Pace(1e6) });
  const lines: string[] = [];
  for await (const items of reader.scan(3))
    lines.push(...items.map((item) => JSON.stringify(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))));
  return lines.toSorted();
}

const everyType: Item = {
  text: { S: 'Zürich\n"' },
  number: { N: '12345678901234567890.5' },
  octets: { B: new Uint8Array([0, 255, 10, 13]) },
  yes: { BOOL: true },
  nothing: { NULL: true },
  list: { L: [{ S: 'a' }, { M: { deep: { B: new Uint8Array([7]) } } }] },
  texts: { SS: ['x', 'y'] },
};

async function fill(table: LocalTable): Promise<void> {
  await put(table, itemOf('RULES', '000000000001', { document: { S: 'first' } }));
  await put(table, itemOf('RULES', '000000000002', { document: { S: 'second' } }));
  await put(table, itemOf('BLOCK#pe1#ipv4-unicast#1', 'BLOCK', everyType));
  await put(table, itemOf('HEAD', 'pe1', { version: { N: '7' } }));
  await put(table, itemOf('COMMIT', 'pe1', { version: { N: '7' } }));
  await put(table, itemOf('CLAIM', 'pe1', { session: { N: '4' } }));
  for (let number = 0; number < 70; number += 1) await put(table, itemOf('PEER', `pe1#${number}`, everyType));
}

test.each(['.ndjson', '.ndjson.gz', '.ndjson.zst'])(
  'a table comes out of a file (%s) as it went in',
  async (ending) => {
    await fill(source);
    const file = newFile(ending);
    expect(await run(`export --to ${file} --segments 3`, source)).toBe(`76 items in ${file}`);
    expect(await run(`import --from ${file}`, target)).toContain('76 items of bmpaas');
    expect(await contents(target)).toEqual(await contents(source));
  },
);

test('who is connected at the moment and what has expired is not carried', async () => {
  await put(source, itemOf('COLLECTOR', 'one', { ttl: { N: String(Math.floor(Date.now() / 1000) + 9999) } }));
  await put(source, itemOf('LOG#pe1#ipv4-unicast', '1', { ttl: { N: '1700000000' } }));
  await put(source, itemOf('PEER', 'pe1#1', { ttl: { N: String(Math.floor(Date.now() / 1000) + 9999) } }));
  const file = newFile('');
  await run(`export --to ${file}`, source);
  // The station that it goes to may run already.
  await put(target, itemOf('COLLECTOR', 'other'));
  await run(`import --from ${file}`, target);
  const carried = (await contents(target)).filter((item) => !item.includes('COLLECTOR'));
  expect(carried).toEqual([expect.stringContaining('PEER')]);
  expect(await contents(target)).toHaveLength(2);
});

test('where ingest stands, and what look-ups read first, comes last', async () => {
  await fill(source);
  const file = newFile('');
  await run(`export --to ${file}`, source);
  const kinds = (await readFile(file, 'utf8')).split('\n').map((line) => /"pk":\{"S":"(\w+)/.exec(line)?.[1]);
  expect(kinds.slice(-5)).toEqual(['CLAIM', 'COMMIT', 'HEAD', undefined, undefined]);
});

test('the rules alone; also into a table that has other things, but not over other rules', async () => {
  await fill(source);
  await put(target, itemOf('PEER', 'pe9#1'));
  const file = newFile('.gz');
  expect(await run(`export --to ${file} --only rules`, source)).toBe(`2 items in ${file}`);
  await run(`import --from ${file}`, target);
  expect(await contents(target)).toHaveLength(3);
  await expect(run(`import --from ${file}`, target)).rejects.toThrow('has something already');
});

test('a table that is not empty is refused, unless it is to be written over', async () => {
  await fill(source);
  const file = newFile('');
  await run(`export --to ${file}`, source);
  await put(target, itemOf('HEAD', 'pe1', { version: { N: '1' } }));
  await expect(run(`import --from ${file}`, target)).rejects.toThrow(Refused);
  expect(await contents(target)).toHaveLength(1);
  await run(`import --from ${file} --overwrite`, target);
  expect(await contents(target)).toEqual(await contents(source));
});

test('a dry run looks at the file and at the table, and writes nothing', async () => {
  await fill(source);
  const file = newFile('.zst');
  await run(`export --to ${file}`, source);
  expect(await run(`import --from ${file} --dry-run`, target)).toContain('76 items');
  expect(await contents(target)).toEqual([]);
});

test('a file that exists is not written over', async () => {
  const file = newFile('');
  await writeFile(file, 'mine');
  await expect(run(`export --to ${file}`, source)).rejects.toThrow('exists already');
  expect(await readFile(file, 'utf8')).toBe('mine');
});

const spoilt: [string, (text: string) => string, string][] = [
  ['lacks its end', (text) => text.split('\n').slice(0, -2).join('\n'), 'is cut off'],
  ['ends in the middle of a line', (text) => text.slice(0, text.length / 2), 'is no item'],
  ['has an item less', (text) => text.replace(/\{"Item":\{.*\n/, ''), 'has 75 items, and should have 76'],
  ['has something changed', (text) => text.replace('"second"', '"third"'), 'its checksum differs'],
  ['goes on behind its end', (text) => `${text}{}\n`, 'goes on behind its end'],
  ['is of another version', (text) => text.replace('"version":1', '"version":2'), 'of a later version'],
  ['is empty', () => '', 'is empty'],
  ['is something else', () => '{"a":1}\n', 'is no state of a station'],
  ['has an item without a key', (text) => text.replace('"pk":{', '"qk":{'), 'is no item'],
];

test.each(spoilt)('a file that %s is refused before anything is written', async (_, spoil, fault) => {
  await fill(source);
  const whole = newFile('.gz');
  await run(`export --to ${whole}`, source);
  const file = newFile('.gz');
  await writeFile(file, gzipSync(spoil(gunzipSync(await readFile(whole)).toString())));
  const refusal = run(`import --from ${file}`, target);
  await expect(refusal).rejects.toThrow(BrokenStateFile);
  await expect(refusal).rejects.toThrow(fault);
  expect(await contents(target)).toEqual([]);
});

test('a compressed file that is cut off is refused, too', async () => {
  await fill(source);
  for (const ending of ['.gz', '.zst']) {
    const whole = newFile(ending);
    await run(`export --to ${whole}`, source);
    const octets = await readFile(whole);
    const file = newFile(ending);
    await writeFile(file, octets.subarray(0, octets.length - 20));
    await expect(run(`import --from ${file}`, target)).rejects.toThrow(BrokenStateFile);
  }
  await expect(run(`import --from ${newFile('.gz')}`, target)).rejects.toThrow('ENOENT');
  expect(await contents(target)).toEqual([]);
});

test('a large item passes', async () => {
  const octets = new Uint8Array(390_000).map((_, index) => index * 31);
  await put(source, itemOf('BLOCK#pe1#ipv4-unicast#2', 'BLOCK', { rows: { B: octets } }));
  const file = newFile('.zst');
  await run(`export --to ${file}`, source);
  expect(zstdDecompressSync(await readFile(file)).length).toBeGreaterThan(500_000);
  await run(`import --from ${file}`, target);
  expect(await contents(target)).toEqual(await contents(source));
});
