import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Mutation } from './mutations.ts';

export interface WorkerInput {
  /** Every `step`th seed from `first` up to `last`. */
  first: number;
  last: number;
  step: number;
  mutation: Mutation | null;
  /** Not 0: enough. */
  stopped: Int32Array;
}

export type WorkerMessage = { kind: 'played' } | { kind: 'fault'; seed: number; text: string };

const { first, last, step, mutation, stopped }: WorkerInput = workerData;

/** Loads the mutated file with the fault in it; throws where the file no longer has what is to be changed. */
function plant({ file, original, planted }: Mutation): void {
  const url = new URL(`../../${file}`, import.meta.url).href;
  const source = readFileSync(new URL(url), 'utf8');
  if (source.split(original).length !== 2) throw new Error(`${file} does not have once: ${original}`);
  registerHooks({
    load(loaded, context, nextLoad) {
      const result = nextLoad(loaded, context);
      return loaded === url ? { ...result, source: source.replace(original, () => planted) } : result;
    },
  });
}

if (mutation) plant(mutation);
const { playHistory } = await import('./history.ts');
const say = (message: WorkerMessage): void => parentPort?.postMessage(message);
for (let seed = first; seed <= last && Atomics.load(stopped, 0) === 0; seed += step) {
  try {
    await playHistory(seed);
    say({ kind: 'played' });
  } catch (error) {
    say({ kind: 'fault', seed, text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}
