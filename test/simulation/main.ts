import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type Mutation, mutations } from './mutations.ts';
import type { WorkerInput, WorkerMessage } from './worker.ts';

/**
 * `npm run simulate -- --histories 10000 --seed 1`: random histories through the real ingest, compaction, reads and API, against a
 * plain model. `--mutations` plants faults instead, one after the other, and fails for one that is not found. A seed plays the same
 * history again: `--histories 1 --seed SEED`.
 */
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    mutations: { type: 'boolean', default: false },
  },
});

const seed = Number(values.seed);
const histories = Number(values.histories);
/** A planted fault has to show within so many. */
const historiesOfMutation = 200;
const mostTextLength = 2_000;

type Fault = Extract<WorkerMessage, { kind: 'fault' }>;

/** Plays histories on all processors until one is faulty; answers how many were played, and the fault. */
async function play(count: number, mutation: Mutation | null): Promise<{ played: number; fault: Fault | null }> {
  const step = Math.min(availableParallelism(), count);
  let played = 0;
  let fault: Fault | null = null;
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const workers = Array.from({ length: step }, (_, index) => {
    const workerData: WorkerInput = { first: seed + index, last: seed + count - 1, step, mutation, stopped };
    return new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  });
  const ends = workers.map(
    (worker) =>
      new Promise<void>((resolve, reject) => {
        worker.on('message', (message: WorkerMessage) => {
          if (message.kind === 'played') played += 1;
          else fault ??= message;
          if (fault) Atomics.store(stopped, 0, 1);
        });
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      }),
  );
  await Promise.all(ends);
  return { played, fault };
}

async function playAll(): Promise<boolean> {
  const began = performance.now();
  const { played, fault } = await play(histories, null);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`simulation: ${played} histories from seed ${seed}, ${seconds} s`);
  if (fault) console.error(`FAULT, seed ${fault.seed}: ${fault.text.slice(0, mostTextLength)}`);
  return fault === null && played === histories;
}

async function plantAll(): Promise<boolean> {
  let missed = 0;
  for (const mutation of mutations) {
    const { played, fault } = await play(historiesOfMutation, mutation);
    if (fault === null) missed += 1;
    const how = fault ? `found after ${played + 1} histories, seed ${fault.seed}` : `NOT FOUND in ${played} histories`;
    console.log(`planted: ${mutation.name}: ${how}`);
  }
  return missed === 0;
}

console.log(`simulation: seed ${seed}`);
process.exitCode = (await (values.mutations ? plantAll() : playAll())) ? 0 : 1;
