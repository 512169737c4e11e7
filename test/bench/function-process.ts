import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDbStore } from '#functions/dynamodb-store.ts';
import { openTable } from '#local/table.ts';
import { type AtRest, atRest } from './at-rest.ts';
import type { FunctionUse, Order } from './function-worker.ts';
import type { Batch } from './router-stream.ts';

/** MiB of the functions' memory, infra/ingest.ts and infra/compact.ts: half of it V8 takes for old objects, at the most. */
const memorySizes = { ingest: 1024, compact: 3008 } as const;

/** What ingest and compaction took for what a router said, and what is in the table then. */
export interface FunctionsUse {
  ingest: FunctionUse;
  compact: FunctionUse;
  table: AtRest;
}

/**
 * Ingest and compaction as two processes, one after the other as batches come; this one holds the table (dynalite), and makes
 * the batches. CPU and memory of either are its own alone: the AWS client is in it, the table is not.
 */
export async function runFunctions(routerId: string, family: string, batches: Iterable<Batch>): Promise<FunctionsUse> {
  const table = await openTable();
  const ingest = new FunctionProcess(table.url, memorySizes.ingest);
  const compact = new FunctionProcess(table.url, memorySizes.compact);
  try {
    for (const batch of batches) {
      await ingest.perform({ kind: 'ingest', routerId, batch });
      await compact.perform({ kind: 'compact', at: batch.at });
    }
    const store = new DynamoDbStore(table.client, table.name);
    return { ingest: ingest.use, compact: compact.use, table: await atRest(store, routerId, family) };
  } finally {
    for (const each of [ingest, compact]) await each.end();
    await table.close();
  }
}

class FunctionProcess {
  use: FunctionUse = { cpuSeconds: 0, memory: 0, usage: [], compactions: 0 };
  readonly #child: ChildProcess;

  constructor(tableUrl: string, memorySize: number) {
    const worker = new URL('function-worker.ts', import.meta.url).pathname;
    const execArgv = [`--max-old-space-size=${memorySize / 2}`];
    this.#child = fork(worker, [tableUrl], { serialization: 'advanced', execArgv });
  }

  async perform(order: Order): Promise<void> {
    const ended = new AbortController();
    const { signal } = ended;
    const answer = once(this.#child, 'message', { signal });
    const exit = once(this.#child, 'exit', { signal }).then(refuse);
    this.#child.send(order);
    const [use] = await Promise.race([answer, exit]);
    ended.abort();
    await Promise.allSettled([answer, exit]);
    this.use = use;
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}

function refuse(): never {
  throw new Error('the process of a function ended');
}
