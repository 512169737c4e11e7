import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { createApi } from '#functions/api/app.ts';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { type LocalTable, openTable } from '#local/table.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { Random } from '../fuzz/random.ts';
import { corpusOf } from './corpus.ts';
import type { Export } from './export-worker.ts';
import { generatedInitiation, generatedPeer } from './generated-table.ts';
import { addressText, eachTaken, lookUpEach, randomAddresses, routedAddresses, type Taken } from './look-ups.ts';
import { Pipeline } from './pipeline.ts';
import { digits, heading, megabytes, say, thousands } from './report.ts';
import { firstTimeIn, RouterStream } from './router-stream.ts';
import { tablePlan } from './table-plan.ts';

const family = 'ipv4-unicast';
const lookUps = 2_000;
const routers = 50;
const routesOfRouter = 10_000;
/** As V8 has it in a function of infra/api.ts' size. */
const heap = '--max-old-space-size=512';
/** Milliseconds since 1970: before all times in generated messages. */
const beganAt = 1_699_999_990_000;

/** Longest matches, one prefix over many routers, and a whole table: by the RIB reader and by the API, on the embedded table. */
export async function benchRibRead(): Promise<void> {
  const fullTable = corpusOf('full-table-2015', { routes: 577_737, prefixesPerUpdate: 6.5, seconds: 20 });
  const octets = new Uint8Array(readFileSync(fullTable.file));
  const table = await openTable();
  const store = new MeteredStore(new DynamoDbStore(table.client, table.name));
  const stream = new RouterStream({ routerId: 'bench', session: 1, beganAt: firstTimeIn(octets) });
  await fill(store, 'bench', stream.say([octets]));
  heading(
    `rib-read: longest matches in ${fullTable.name} (${fullTable.origin}), embedded table (dynalite) in this process`,
  );
  await benchLookUps(store);
  await benchExport(table);
  await benchManyRouters(store);
  await table.close();
  rmSync(fullTable.file);
}

/** All of it in the base. */
async function fill(store: MeteredStore, routerId: string, batches: ReturnType<RouterStream['say']>): Promise<void> {
  const pipeline = new Pipeline(store);
  await pipeline.takeAll(routerId, batches);
  await pipeline.compactRest();
}

async function benchLookUps(store: MeteredStore): Promise<void> {
  const random = new Random(1);
  const inRoutes = await routedAddresses(store, family, lookUps, random);
  await benchAddresses(store, 'in routes of the table', inRoutes);
  await benchAddresses(store, 'at random', randomAddresses(lookUps, random));
  const api = createApi({ store, access: 'everyone' });
  const taken = await eachTaken(store, inRoutes, async (address) => {
    await (await api.request(`/v1/rib/${family}/lookup?ip=${addressText(address)}`)).text();
  });
  sayTaken('those in routes by the API, which asks for the routers too', taken);
}

async function benchAddresses(store: MeteredStore, where: string, addresses: readonly Uint8Array[]): Promise<void> {
  const what = `${thousands(addresses.length)} addresses ${where}`;
  const nothingKept = await lookUpEach(store, family, addresses, 0);
  sayTaken(`${what}, no block kept`, nothingKept, '3');
  sayBlocks(nothingKept);
  const kept = await lookUpEach(store, family, addresses);
  sayTaken(`${what}, blocks kept, as in the API`, kept, '3');
  sayBlocks(kept);
}

function sayBlocks(taken: readonly Taken[]): void {
  const mostBlocks = Math.max(...taken.map(({ blocksRead }) => blocksRead));
  const atMostOne = taken.filter(({ blocksRead }) => blocksRead <= 1).length / taken.length;
  say('  of these with one block read at the most', `${digits(atMostOne * 100)} %; the others ${mostBlocks}`, '99 %');
}

/** The first also reads the manifests. */
function sayTaken(what: string, [first, ...later]: readonly Taken[], target?: string): void {
  const times = later.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b);
  const at = (share: number): string => `${(times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  const units = later.reduce((sum, { readUnits }) => sum + readUnits, 0) / later.length;
  say(`${what}: p50, p99`, `${at(0.5)}, ${at(0.99)}; the first ${first?.milliseconds.toFixed(0)} ms`);
  say('  RRU each', `${digits(units)}; the first ${first?.readUnits}`, target);
}

async function benchExport({ url }: LocalTable): Promise<void> {
  heading('rib-read: the whole table as NDJSON, an API in a process of its own');
  const worker = new URL('export-worker.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [heap, worker, url, `/v1/rib/${family}/routes`]);
  const { rows, octets, wallSeconds, cpuSeconds, memory }: Export = JSON.parse(stdout);
  say('routes a second', `${thousands(rows / wallSeconds)}: ${thousands(rows)} in ${wallSeconds.toFixed(1)} s`);
  say('octets', megabytes(octets));
  say('CPU, that of the table left out', `${cpuSeconds.toFixed(1)} s`);
  say('highest resident memory', `${memory.toFixed(0)} MiB`);
}

async function benchManyRouters(store: MeteredStore): Promise<void> {
  const size = `${routers} routers with ${thousands(routesOfRouter)} GENERATED routes each, and that table beside them`;
  heading(`rib-read: all routes of one prefix over ${size}`);
  const plan = tablePlan(routesOfRouter, 7);
  for (let router = 0; router < routers; router += 1) {
    const stream = new RouterStream({ routerId: `pe${router}`, session: 1, beganAt });
    const messages = [generatedInitiation(), ...generatedPeer(plan, router)];
    await fill(store, `pe${router}`, stream.say(messages));
  }
  const api = createApi({ store, access: 'everyone' });
  const prefixes = Array.from({ length: 100 }, (_, index) => prefixText(plan, index * 97));
  let routes = 0;
  const taken = await eachTaken(store, prefixes, async (prefix) => {
    const answer = await api.request(`/v1/rib/${family}/lookup?prefix=${prefix}`);
    routes += ((await answer.text()).match(/"peer":/g) ?? []).length;
  });
  sayTaken(`one request, ${digits(routes / taken.length)} routes`, taken);
}

function prefixText({ addresses, lengths }: ReturnType<typeof tablePlan>, route: number): string {
  const bits = addresses[route] ?? 0;
  return `${addressText(Uint8Array.of(bits >>> 24, bits >>> 16, bits >>> 8, bits))}/${lengths[route]}`;
}
