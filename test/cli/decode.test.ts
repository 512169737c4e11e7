import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runRecorded } from './recording-terminal.ts';

const captures = join(import.meta.dirname, '../fixtures/captures');
const capture = join(captures, 'frr-events-spe1.1.bmp');
const octets = readFileSync(capture);

const decodeOctets = (...stdin: Uint8Array[]) => runRecorded(['decode'], { stdin });

const linesOf = (ndjson: string): Record<string, unknown>[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('one line a message, in order, without a gap', async () => {
  const { exitCode, stdout, stderr } = await runRecorded(['decode', capture]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  let offset = 0;
  for (const line of linesOf(stdout)) {
    expect(line.offset).toBe(offset);
    offset += Number(line.length);
  }
  expect(offset).toBe(octets.length);
});

test('what a session of FRR says', async () => {
  const lines = linesOf((await runRecorded(['decode', capture])).stdout);
  expect(lines[0]).toMatchObject({ type: 'initiation', version: 3, sysName: 'nj01emd' });
  expect(lines).toContainEqual(
    expect.objectContaining({
      type: 'route-monitoring',
      announced: [expect.objectContaining({ family: 'ipv4-unicast', prefix: '11.11.11.1/32', pathId: null })],
      attributes: expect.objectContaining({ communities: ['13979:100'] }),
      endOfRib: null,
      issues: [],
    }),
  );
});

test('the pieces in which it arrives do not matter', async () => {
  const whole = await decodeOctets(octets);
  for (const size of [1, 5, 4096]) {
    const pieces = Array.from({ length: Math.ceil(octets.length / size) }, (_, index) =>
      octets.subarray(index * size, (index + 1) * size),
    );
    expect(await decodeOctets(...pieces)).toEqual(whole);
  }
});

test('`-` and nothing both mean standard input', async () => {
  expect(await runRecorded(['decode', '-'], { stdin: [octets] })).toEqual(await decodeOctets(octets));
});

test('a last message that is cut off: all before it on stdout, the rest on stderr, exit 1', async () => {
  const all = linesOf((await decodeOctets(octets)).stdout);
  const last = all.at(-1);
  const { exitCode, stdout, stderr } = await decodeOctets(octets.subarray(0, -3));
  expect(exitCode).toBe(1);
  expect(linesOf(stdout)).toEqual(all.slice(0, -1));
  const cut = Number(last?.length) - 3;
  expect(stderr).toBe(`the last message is cut off: ${cut} octets of it at offset ${last?.offset}\n`);
});

test('a message that cannot be decoded is a line, and the stream goes on', async () => {
  const peerUpWithoutBody = Buffer.from('030000000603', 'hex');
  const { exitCode, stdout } = await decodeOctets(peerUpWithoutBody, octets);
  expect(exitCode).toBe(0);
  const [first, second] = linesOf(stdout);
  expect(first).toMatchObject({ type: 'undecodable', offset: 0, hex: '030000000603', reason: expect.any(String) });
  expect(second).toMatchObject({ type: 'initiation', offset: 6 });
});

test('where it is no BMP any more it ends, after all that was', async () => {
  const { exitCode, stdout, stderr } = await decodeOctets(octets, Buffer.from('GET / HTTP/1.1\r\n'));
  expect(exitCode).toBe(1);
  expect(stdout).toBe((await decodeOctets(octets)).stdout);
  expect(stderr).toBe(`not BMP at offset ${octets.length}: BMP version 71\n`);
});

test('nothing is no error; a file that is not there is', async () => {
  expect(await decodeOctets()).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  const missing = await runRecorded(['decode', join(captures, 'none.bmp')]);
  expect(missing).toMatchObject({ exitCode: 1, stdout: '' });
  expect(missing.stderr).toMatch(/^can't read .*none\.bmp: ENOENT/);
});
