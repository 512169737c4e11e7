import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { hexOf } from '#protocol/net/hex.ts';
import { Random } from './random.ts';
import { shortened } from './shrink.ts';
import type { Target } from './target.ts';
import { targetGroups } from './targets.ts';
import { caseText, type WorkerMessage, type WorkerOptions } from './worker-messages.ts';

/** A single input may take so long. */
const longestMilliseconds = 1000;
/** What the heap may be larger at the end than it was once all code had run. */
const heapGrowthMegabytes = 24;
/** Share of the time after which the heap is taken for what it should stay. */
const warmUp = 0.3;

const options: WorkerOptions = workerData;
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);
const note = (text: string): void => say({ kind: 'note', text });

const groups = targetGroups();
const targets = groups.flatMap((group) => group.targets);
say({ kind: 'targets', names: targets.map(({ name }) => name) });
say({ kind: 'end', code: options.case === null ? await run() : await runCase(options.case) });

async function run(): Promise<number> {
  const turns = groups.flatMap((group) => Array.from({ length: group.turns }, () => group.targets));
  const random = new Random(options.seed);
  const started = performance.now();
  const end = started + options.seconds * 1000;
  const counts = new Map<string, number>();
  let heap: number | null = null;
  while (performance.now() < end) {
    const target = random.pick(random.pick(turns));
    const number = random.next() | 0;
    if (options.target !== null && options.target !== target.name) continue;
    counts.set(target.name, (counts.get(target.name) ?? 0) + 1);
    if (!(await isSound(target, number))) return 1;
    if (heap === null && performance.now() > started + options.seconds * 1000 * warmUp) heap = await heapMegabytes();
  }
  tellRate(counts);
  return tellHeap(heap, await heapMegabytes());
}

async function runCase(number: number): Promise<number> {
  const target = targets.find(({ name }) => name === options.target);
  if (target === undefined)
    note(`no target ${options.target}; there is: ${targets.map(({ name }) => name).join(', ')}`);
  return target !== undefined && (await isSound(target, number)) ? 0 : 1;
}

async function isSound(target: Target, number: number): Promise<boolean> {
  options.progress[0] = targets.indexOf(target);
  options.progress[1] = number;
  const input = target.input(new Random(number));
  const fault = await faultOf(target, number, input);
  if (fault === null) return true;
  const shortest = await shortened(input, async (octets) => (await faultOf(target, number, octets)) !== null);
  const reason = (await faultOf(target, number, shortest)) ?? fault;
  note(`FAULT in ${target.name}: ${reason}\n${hexOf(shortest)}\n${caseText(target.name, number)}`);
  return false;
}

/** Null where there is none. What chance decides is the same each time, and has nothing to do with the input. */
async function faultOf(target: Target, number: number, input: Uint8Array): Promise<string | null> {
  const started = performance.now();
  try {
    await target.check(input, new Random(~number));
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const milliseconds = Math.round(performance.now() - started);
  return milliseconds > longestMilliseconds ? `${milliseconds} ms for ${input.length} octets` : null;
}

function tellRate(counts: ReadonlyMap<string, number>): void {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const least = Math.min(...targets.map(({ name }) => counts.get(name) ?? 0));
  note(
    `${total} cases, ${Math.round(total / options.seconds)} a second; ${targets.length} targets, the least with ${least}`,
  );
}

function tellHeap(before: number | null, after: number | null): number {
  if (before === null || after === null) {
    note('heap not measured: run node with --expose-gc');
    return 0;
  }
  note(`heap ${before.toFixed(1)} MB, at the end ${after.toFixed(1)} MB`);
  return after - before > heapGrowthMegabytes ? 1 : 0;
}

/** Of what is in use, after all timers of the last case have had their turn. */
async function heapMegabytes(): Promise<number | null> {
  if (globalThis.gc === undefined) return null;
  await turn();
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1_048_576;
}
