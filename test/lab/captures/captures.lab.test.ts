import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runFor } from '../command.ts';
import { eventually, report } from '../eventually.ts';
import { Scrape } from '../metrics.ts';
import { skipForLackOf, tools } from '../prerequisites.ts';
import { Station } from '../station.ts';
import { countMessages, typeNames } from './messages.ts';
import { captureFiles, streamsOf } from './streams.ts';

const skipped = skipForLackOf([tools.nc, tools.tshark]);
const files = skipped ? [] : await captureFiles();
if (!skipped && files.length === 0) throw new Error('no capture found: set BMPAAS_CAPTURES to a directory of them');

/** Third parties' captures hold messages that are wrong on the wire. */
const isOurs = (name: string): boolean => !name.endsWith('.pcap');

const replayMilliseconds = 150_000;

/** What the collector has counted so far. */
async function counted(station: Station) {
  const scrape = await Scrape.of(station.healthUrl);
  const collector = (name: string, label?: string): number => scrape.sum(`bmpaas_collector_${name}`, label);
  return {
    ...Object.fromEntries(typeNames.map((type) => [type, collector('messages_total', `type="${type}"`)])),
    messages: collector('messages_total'),
    bytes: collector('message_bytes_total'),
    rest: collector('cut_off_bytes_total'),
    undecodable: collector('messages_total', 'type="undecodable"'),
    undecodableWithReason: collector('decode_errors_total'),
    framingErrors: collector('framing_errors_total'),
    connections: collector('connections'),
  };
}

type Counted = Record<string, number>;

const difference = (before: Counted, after: Counted): Counted =>
  Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));

/** Every message was counted under its type, or as undecodable with a reason; every octet was counted too. */
function expectAccountedFor(stream: Uint8Array, seen: Counted): void {
  const { byType, messages, bytes, rest } = countMessages(stream);
  expect(seen).toMatchObject({ messages, bytes, rest, framingErrors: 0, connections: 0 });
  const shortfalls = typeNames.map((type) => (byType[type] ?? 0) - (seen[type] ?? 0));
  expect(Math.min(...shortfalls), 'no type was counted too often').toBeGreaterThanOrEqual(0);
  const undecodable = shortfalls.reduce((sum, count) => sum + count, 0);
  expect(seen).toMatchObject({ undecodable, undecodableWithReason: undecodable });
}

describe.skipIf(skipped)('captures, replayed by nc', () => {
  let station: Station;
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'bmplab-replay-'));
    station = await Station.start();
  });
  afterAll(async () => {
    await station?.kill();
    await rm(directory, { recursive: true, force: true });
  });

  async function replay(bytes: Uint8Array): Promise<void> {
    const file = join(directory, 'stream.bmp');
    await writeFile(file, bytes);
    await runFor(replayMilliseconds, 'sh', '-c', 'exec nc -N 127.0.0.1 "$1" < "$0"', file, `${station.bmpPort}`);
  }

  test.for(files.map(({ name, file }) => [name, file] as const))(
    '%s: every message is accounted for',
    async ([name, file]) => {
      for (const stream of await streamsOf(file)) {
        const before = await counted(station);
        const start = performance.now();
        await replay(stream);
        await eventually(30, async () => expectAccountedFor(stream, difference(before, await counted(station))));
        const { messages = 0, undecodable = 0 } = difference(before, await counted(station));
        if (isOurs(name)) expect(undecodable, 'undecodable messages in a capture of ours').toBe(0);
        report(`${name}: ${messages} messages, ${undecodable} undecodable`, performance.now() - start);
      }
      expect(station.isRunning).toBe(true);
    },
  );

  test('the station still answers, and ends in order', async () => {
    await eventually(30, async () => expect((await station.api.routers()).map(({ id }) => id)).toContain('la06emd'));
    await station.stop();
  });
});
