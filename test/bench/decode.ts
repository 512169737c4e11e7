import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { replayToCollector } from './collector-process.ts';
import { type Corpus, corpusOf, generatedCorpus } from './corpus.ts';
import { hasPmbmpd, replayToPmbmpd } from './pmbmpd.ts';
import type { Pass } from './stage-worker.ts';
import { type Stage, stages } from './stages.ts';
import type { StationUse } from './station.ts';

/** Octets that each stage is run over at least, in as many passes as that takes: a short capture is over before the code is warm. */
const leastOctets = 100e6;
const leastPasses = 6;
const tableSizes = [10_000, 100_000, 1_000_000];

/** Octets of a router's stream to records: what each stage takes, a whole collector, and pmbmpd beside it. */
export async function benchDecode(): Promise<void> {
  const fullTable = corpusOf('full-table-2015', { routes: 577_737, prefixesPerUpdate: 6 });
  const churn = corpusOf('churn-2016', { routes: 41_212, prefixesPerUpdate: 2 });
  const dump = corpusOf('frr-200k-post-dump', { routes: 200_000, prefixesPerUpdate: 1 });
  console.log(
    `machine: ${cpus()[0]?.model}, ${availableParallelism()} processors; Node ${process.version}; ${pinned.said}`,
  );
  console.log('the median of the later half of the passes of a process; first: its first pass\n');
  for (const corpus of [fullTable, churn, dump]) benchStages(corpus);
  for (const corpus of [fullTable, dump]) await benchStations(corpus);
  benchSizes();
  for (const { file } of [fullTable, churn, dump]) rmSync(file);
}

const pinned = ((): { command: string[]; said: string } => {
  try {
    execFileSync('taskset', ['-c', '0', 'true']);
    return { command: ['taskset', '-c', String(availableParallelism() - 1)], said: 'stages on one processor' };
  } catch {
    return { command: [], said: 'stages not bound to one processor: there is no taskset' };
  }
})();

function runStage(stage: Stage, file: string, times: number): Pass[] {
  const worker = new URL('stage-worker.ts', import.meta.url).pathname;
  const [program = '', ...args] = [...pinned.command, process.execPath, worker, stage, file, String(times)];
  const lines = execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line): Pass => JSON.parse(line));
}

function benchStages({ name, origin, file, octets }: Corpus): void {
  console.log(`${name} (${origin}, ${(octets / 1e6).toFixed(1)} MB)`);
  for (const stage of Object.keys(stages) as Stage[]) {
    const passes = runStage(stage, file, Math.max(leastPasses, Math.ceil(leastOctets / octets)));
    const [first] = passes;
    const steady = medianBy(passes.slice(passes.length / 2), ({ cpuSeconds }) => cpuSeconds);
    if (first === undefined || steady === undefined) continue;
    console.log(`  ${stage.padEnd(17)} ${rates(steady, octets)}   first: ${rates(first, octets)}`);
    if (steady.undecodable > 0) console.log(`  ${steady.undecodable} messages UNDECODABLE`);
  }
  console.log('');
}

function rates({ messages, routes, cpuSeconds, wallSeconds, written }: Pass, octets: number): string {
  const perSecond = (count: number, unit: string): string => `${thousands(count / wallSeconds).padStart(9)} ${unit}/s`;
  const out = written > 0 ? `  ${(written / 1e6).toFixed(2)} MB out` : '';
  const megabytes = `${(octets / 1e6 / wallSeconds).toFixed(0).padStart(4)} MB/s`;
  return `${perSecond(messages, 'messages')} ${routes > 0 ? perSecond(routes, 'routes') : ''} ${megabytes}  ${cpuSeconds.toFixed(2)} CPU s${out}`;
}

async function benchStations(corpus: Corpus): Promise<void> {
  const stage = medianBy(
    runStage('socket to record', corpus.file, leastPasses).slice(leastPasses / 2),
    (pass) => pass.cpuSeconds,
  );
  if (stage === undefined) return;
  const { routes } = stage;
  console.log(`${corpus.name} over TCP into a whole process, ${thousands(routes)} routes`);
  const ours = await replayToCollector(corpus.file);
  printStation('collector', ours, routes);
  if (!hasPmbmpd) {
    console.log('  pmbmpd is not on this machine (Debian package pmacct): LEFT OUT\n');
    return;
  }
  const theirs = await replayToPmbmpd(corpus.file);
  printStation('pmbmpd', theirs, routes);
  const ratio = (steadyOf(theirs).cpuSeconds / steadyOf(ours).cpuSeconds).toFixed(1);
  const first = (firstOf(theirs).cpuSeconds / firstOf(ours).cpuSeconds).toFixed(1);
  const ofStage = (steadyOf(theirs).cpuSeconds / stage.cpuSeconds).toFixed(1);
  console.log(
    `  routes per CPU second, collector to pmbmpd: ${ratio}; first replay: ${first}; socket to record alone: ${ofStage}\n`,
  );
}

function printStation(name: string, uses: readonly StationUse[], routes: number): void {
  console.log(`  ${name.padEnd(10)} ${stationLine(steadyOf(uses), routes)}`);
  console.log(`  ${''.padEnd(10)} first replay: ${stationLine(firstOf(uses), routes)}`);
}

const firstOf = ([first]: readonly StationUse[]): StationUse => first ?? none;
const steadyOf = ([, ...later]: readonly StationUse[]): StationUse => medianBy(later, (use) => use.cpuSeconds) ?? none;
const none: StationUse = { cpuSeconds: Number.NaN, memoryAboveIdle: Number.NaN, memory: Number.NaN };

const stationLine = ({ cpuSeconds, memoryAboveIdle }: StationUse, routes: number): string =>
  `${cpuSeconds.toFixed(2)} CPU s, ${thousands(routes / cpuSeconds)} routes per CPU second, ${memoryAboveIdle.toFixed(0)} MiB above idle at the most`;

/** Socket to record on tables of several sizes, in passes of the same number of routes in all. */
function benchSizes(): void {
  console.log('cost of a route by the size of the table, socket to record');
  const largest = Math.max(...tableSizes);
  for (const routes of tableSizes) {
    const { file } = generatedCorpus(`generated-${routes}`, { routes, prefixesPerUpdate: 6 });
    const runs = runStage('socket to record', file, (2 * largest) / routes + 2);
    const steady = medianBy(runs.slice(runs.length / 2), ({ cpuSeconds }) => cpuSeconds);
    rmSync(file);
    if (steady === undefined) continue;
    console.log(
      `  ${thousands(routes).padStart(9)} routes: ${((steady.cpuSeconds / routes) * 1e9).toFixed(0)} ns a route`,
    );
  }
}

function medianBy<Item>(items: readonly Item[], value: (item: Item) => number): Item | undefined {
  return items.toSorted((left, right) => value(left) - value(right))[items.length >> 1];
}

const thousands = (count: number): string => Math.round(count).toLocaleString('en-US');
