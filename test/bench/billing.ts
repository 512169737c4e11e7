import { readFileSync, rmSync } from 'node:fs';
import { Correlator } from '#functions/correlate/correlate.ts';
import { RulesBook } from '#functions/rules-book.ts';
import { createSweep } from '#functions/sweep/sweep.ts';
import { referenceLab } from '#local/reference-lab.ts';
import { kinds } from '#model/keys.ts';
import { defaultTimings } from '#model/timings.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { Framer } from '#protocol/bmp/framer.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { type Corpus, corpusOf } from './corpus.ts';
import { Pipeline } from './pipeline.ts';
import { beganAt, QuietRouter } from './quiet-router.ts';
import { digits, heading, kindsOf, megabytes, readUnitsOf, say, thousands, writeUnitsOf } from './report.ts';
import { firstTimeIn, RouterStream } from './router-stream.ts';

const second = 1000;
const hour = 3600;
const batchSeconds = 5;
/** Records are billed by what they fill of these: PUT payload units where shards are paid for, kilobytes where they are not. */
const payloadUnit = 25 * 1024;
const kilobyte = 1024;

/** What a station is billed for that no other benchmark shows: routers that only say that they are alive, octets of the stream, functions that look and find nothing to do. */
export async function benchBilling(): Promise<void> {
  heading('billing: one router of four sessions that says nothing but that it is there, an hour');
  await benchQuiet('no Statistics Reports', null);
  await benchQuiet('Statistics Reports each 60 s', 60);
  const fullTable = corpusOf('full-table-2015', { routes: 577_737, prefixesPerUpdate: 6.5, seconds: 20 });
  const churn = corpusOf('churn-2016', { routes: 41_212, prefixesPerUpdate: 2, seconds: 300 });
  heading(`billing: octets of the stream`);
  benchStream('a dump', fullTable);
  benchStream('changes at their own pace', churn);
  for (const { file } of [fullTable, churn]) rmSync(file);
  heading('billing: functions that look each minute, 100 routers of four sessions');
  await benchLooking(100);
}

async function benchQuiet(what: string, statisticsSeconds: number | null): Promise<void> {
  const [spec] = referenceLab();
  if (spec === undefined) throw new Error('the lab is empty');
  const pipeline = new Pipeline(new InMemoryStore());
  const router = new QuietRouter(spec);
  await pipeline.take(spec.sysName, { records: router.second(beganAt, false), at: beganAt });
  for (let at = 1; at <= 300; at += 1) await pipeline.take(spec.sysName, batchAt(router, at, null));
  pipeline.ingestStore.takeUsage();
  pipeline.compactStore.takeUsage();
  const [records, octets] = [router.count, router.octets];
  let batches = 0;
  let waiting: Uint8Array[] = [];
  for (let at = 301; at <= 300 + hour; at += 1) {
    waiting.push(...batchAt(router, at, statisticsSeconds).records);
    if (at % batchSeconds !== 0 || waiting.length === 0) continue;
    await pipeline.take(spec.sysName, { records: waiting, at: beganAt + at * second });
    batches += 1;
    waiting = [];
  }
  const ingest = pipeline.ingestStore.takeUsage();
  const compact = pipeline.compactStore.takeUsage();
  say(
    `${what}: records an hour`,
    `${router.count - records} in ${batches} batches, ${thousands(router.octets - octets)} octets`,
  );
  say('  ingest, WRU an hour', `${digits(writeUnitsOf(ingest))}  ${kindsOf(ingest, 1)}`);
  say('  ingest, RRU an hour', digits(readUnitsOf(ingest)));
  say('  compaction, WRU an hour', digits(writeUnitsOf(compact)));
}

const batchAt = (router: QuietRouter, at: number, statisticsSeconds: number | null) => ({
  records: router.second(beganAt + at * second, statisticsSeconds !== null && at % statisticsSeconds === 0),
  at: beganAt + at * second,
});

function benchStream(what: string, { name, file, octets }: Corpus): void {
  const content = new Uint8Array(readFileSync(file));
  const stream = new RouterStream({ routerId: 'bench', session: 1, beganAt: firstTimeIn(content) });
  let records = 0;
  let written = 0;
  let units = 0;
  let kilobytes = 0;
  for (const batch of stream.say([content])) {
    for (const { length } of batch.records) {
      records += 1;
      written += length;
      units += Math.ceil(length / payloadUnit);
      kilobytes += Math.ceil(length / kilobyte);
    }
  }
  say(
    `${what} (${name})`,
    `${megabytes(octets)} from the router, ${megabytes(written)} in ${thousands(records)} records`,
  );
  say('  peers that say so', String(peersIn(content)));
  say('  PUT payload units of 25 KB, and kilobytes begun', `${thousands(units)}, ${thousands(kilobytes)}`);
}

function peersIn(octets: Uint8Array): number {
  const framer = new Framer();
  const decoder = new BmpDecoder();
  const peers = new Set<string>();
  framer.push(octets);
  for (let frame = framer.next(); frame !== null; frame = framer.next()) {
    const { message } = decoder.decode(frame);
    if (message?.type === 'route-monitoring') peers.add(`${hexOf(message.peer.distinguisher)} ${message.peer.address}`);
  }
  return peers.size;
}

async function benchLooking(routers: number): Promise<void> {
  const table = new InMemoryStore();
  const pipeline = new Pipeline(table);
  const [spec] = referenceLab();
  if (spec === undefined) throw new Error('the lab is empty');
  for (let number = 0; number < routers; number += 1) {
    const sysName = `nj${String(number).padStart(3, '0')}emd`;
    const router = new QuietRouter({ ...spec, sysName });
    await pipeline.ingest(sysName, { records: router.second(beganAt, false), at: beganAt });
    await table.write([claimOf(sysName)]);
  }
  const at = beganAt + 60 * second;
  await pipeline.compact(at);
  const forSweep = new MeteredStore(table);
  const now = () => at;
  const sweep = createSweep({ store: forSweep, stream: { put: async () => undefined }, timings: defaultTimings, now });
  await sweep.run();
  const forCorrelation = new MeteredStore(table);
  const book = new RulesBook(forCorrelation, now);
  const correlator = new Correlator({ store: forCorrelation, book, now, metrics: { count: () => undefined } });
  await correlator.run();
  forCorrelation.takeUsage();
  await correlator.run();
  pipeline.compactStore.takeUsage();
  await pipeline.compact(at + 60 * second);
  say('sweep, RRU a run', digits(readUnitsOf(forSweep.takeUsage())));
  say('correlation with nothing new, RRU a run', digits(readUnitsOf(forCorrelation.takeUsage())));
  say('compaction with nothing due, RRU a run', digits(readUnitsOf(pipeline.compactStore.takeUsage())));
}

const claimOf = (routerId: string) => ({
  put: {
    key: kinds.claim.key(routerId),
    document: {
      ...{
        routerId,
        session: 1,
        open: true,
        source: '192.0.2.1',
        bgpId: '192.0.2.1',
        partitions: 1,
        collectorId: 'bench',
      },
      ...{ openedAt: beganAt, heartbeatAt: beganAt + 60 * second, closedAt: null },
    },
  },
});
