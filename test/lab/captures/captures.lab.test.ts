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

const replayMilliseconds = 150_000;

/** What the collector has counted so far. */
async function counted(station: Station) {
  const scrape = await Scrape.of(station.healthUrl);
  const collector = (name: string, label?: string): number => scrape.sum(`bmpaas_collector_${name}`, label);
  return {
    byType: Object.fromEntries(typeNames.map((type) => [type, collector('messages_total', `type="${type}"`)])),
    messages: collector('messages_total'),
    bytes: collector('message_bytes_total'),
    rest: collector('cut_off_bytes_total'),
    undecodable: collector('decode_errors_total'),
    framingErrors: collector('framing_errors_total'),
    connections: collector('connections'),
  };
}

type Counted = Awaited<ReturnType<typeof counted>>;

function difference(before: Counted, after: Counted) {
  const byType = typeNames.map((type) => [type, (after.byType[type] ?? 0) - (before.byType[type] ?? 0)]);
  return {
    byType: Object.fromEntries(byType.filter(([, count]) => count !== 0)),
    messages: after.messages - before.messages,
    bytes: after.bytes - before.bytes,
    rest: after.rest - before.rest,
    framingErrors: after.framingErrors - before.framingErrors,
  };
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

  test.for(files)('$name: every message is accounted for', async ({ name, file }) => {
    for (const bytes of await streamsOf(file)) {
      const { byType, messages, bytes: whole, rest } = countMessages(bytes);
      const before = await counted(station);
      const start = performance.now();
      await replay(bytes);
      await eventually(30, async () => {
        const after = await counted(station);
        expect(difference(before, after)).toEqual({ byType, messages, bytes: whole, rest, framingErrors: 0 });
        expect(after.connections, 'open connections').toBe(0);
      });
      const { undecodable } = await counted(station);
      report(
        `${name}: ${messages} messages, ${undecodable - before.undecodable} undecodable`,
        performance.now() - start,
      );
    }
    expect(station.isRunning).toBe(true);
  });

  test('the station still answers, and ends in order', async () => {
    expect((await station.api.routers()).length).toBeGreaterThan(0);
    await station.stop();
  });
});
