import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './scene.ts';

const longestDumpSeconds = 120;
const askMilliseconds = 250;

/** The dumping routers dump, an element loses a side, and so much time passes at the least; until the stream has all of the dumps. */
export async function dumpAll({ station, cast }: Scene, leastSeconds: number): Promise<void> {
  const dumps = Promise.all(cast.dumping.map((router) => router.start()));
  await sleep(leastSeconds * 500);
  cast.loseOneSide();
  await sleep(leastSeconds * 500);
  await within(longestDumpSeconds, dumps, 'the dumps were taken');
  await until(longestDumpSeconds, 'the stream had all', async () => (await buffered(station)) === 0);
}

const buffered = async (station: Scene['station']): Promise<number> =>
  (await station.collector.look()).sum('bmpaas_collector_buffered_bytes');

export async function within<Value>(seconds: number, promise: Promise<Value>, what: string): Promise<Value> {
  const late = new AbortController();
  const timer = sleep(seconds * 1000, undefined, { signal: late.signal }).then(() =>
    Promise.reject(new Error(`not within ${seconds} s: ${what}`)),
  );
  timer.catch(() => undefined);
  try {
    return await Promise.race([promise, timer]);
  } finally {
    late.abort();
  }
}

/** Asks again and again; an error is a no. */
export async function until(seconds: number, what: string, answer: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    if (await answer().catch(() => false)) return;
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await sleep(askMilliseconds);
  }
}
