import { PeerPartitions } from '#collector/peer-partitions.ts';
import { type FunctionsUse, runFunctions } from './function-process.ts';
import { generatedInitiation, generatedPeer, peerOf } from './generated-table.ts';
import { digits, heading, kindsOf, megabytes, say, thousands, writeUnitsOf } from './report.ts';
import { RouterStream } from './router-stream.ts';
import { tablePlan } from './table-plan.ts';

const routerId = 'bench';
const family = 'ipv4-unicast';
const routesPerSet = 7;
/** Milliseconds since 1970: before all times in generated messages. */
const beganAt = 1_699_999_990_000;

/** Ingest and compaction alone, on one full table and on ten: a route should cost the same, also where ten are spread. */
export async function benchRibScale(): Promise<void> {
  const one = await benchFeeds(1_050_000, [0]);
  const ten = await benchFeeds(1_000_000, tenPeers);
  const largest = await benchFeeds(1_000_000, largestPartition());
  heading('rib-scale: a route among 10,000,000 to one among 1,050,000');
  const ratio = (figure: (use: FunctionsUse) => number): string => digits(figure(ten) / figure(one));
  say('CPU', ratio(cpuARoute), '1.5');
  say('WRU', ratio(unitsARoute), '1.5');
  say('octets at rest', ratio(octetsARoute), '1.5');
  heading(`rib-scale: the ten feeds over ${partitions} partitions: the largest, to all in one`);
  const share = (figure: (use: FunctionsUse) => number): string => digits(figure(largest) / figure(ten));
  say(
    'routes, and so octets of one key of the stream',
    share(({ table }) => table.routes),
  );
  say(
    'CPU of one ingest',
    share(({ ingest }) => ingest.cpuSeconds),
  );
  say(
    'CPU of one compaction',
    share(({ compact }) => compact.cpuSeconds),
  );
  say('WRU a route', share(unitsARoute));
}

const partitions = 4;
const tenPeers = Array.from({ length: 10 }, (_, peer) => peer);

function largestPartition(): number[] {
  const of = new PeerPartitions(partitions);
  const groups = [...Map.groupBy(tenPeers, (peer) => of.of(peerOf(peer))).values()];
  return groups.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

async function benchFeeds(routes: number, peers: readonly number[]): Promise<FunctionsUse> {
  const plan = tablePlan(routes, routesPerSet);
  const shared = digits(routes / plan.sets.length);
  heading(
    `rib-scale: ${peers.length} feeds of ${thousands(routes)} GENERATED routes, ${shared} a set of attributes, one partition`,
  );
  let octets = 0;
  const use = await runFunctions(routerId, family, batches());
  say('octets of a route in the stream', digits(octets / use.table.routes));
  sayFunctions(use);
  return use;

  function* batches() {
    for (const batch of new RouterStream({ routerId, session: 1, beganAt }).say(messages())) {
      octets += batch.records.reduce((sum, record) => sum + record.length, 0);
      yield batch;
    }
  }

  function* messages() {
    yield generatedInitiation();
    for (const peer of peers) yield* generatedPeer(plan, peer);
  }
}

/** Two processes, and what they left in the table. */
export function sayFunctions(use: FunctionsUse): void {
  const { ingest, compact, table } = use;
  say('routes in the base', `${thousands(table.routes)} in ${thousands(table.blocks)} blocks`);
  for (const [name, { cpuSeconds, memory, usage }] of Object.entries({ ingest, compaction: compact })) {
    say(`${name}: CPU`, `${cpuSeconds.toFixed(1)} s, ${digits((cpuSeconds / table.routes) * 1e6)} µs a route`);
    say(`${name}: highest resident memory`, `${memory.toFixed(0)} MiB`, name === 'compaction' ? '512' : undefined);
    say(`${name}: WRU a route`, `${digits(writeUnitsOf(usage) / table.routes)} (${kindsOf(usage, table.routes)})`);
  }
  say('compactions', String(compact.compactions));
  say('WRU a route', digits(unitsARoute(use)), '0.02');
  say('octets a route at rest', `${digits(octetsARoute(use))}, beside a log of ${megabytes(table.log)}`, '7');
}

const cpuARoute = ({ ingest, compact, table }: FunctionsUse): number =>
  (ingest.cpuSeconds + compact.cpuSeconds) / table.routes;

const unitsARoute = ({ ingest, compact, table }: FunctionsUse): number =>
  writeUnitsOf([...ingest.usage, ...compact.usage]) / table.routes;

const octetsARoute = ({ table }: FunctionsUse): number => table.base / table.routes;
