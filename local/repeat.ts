import { setTimeout as sleep } from 'node:timers/promises';

/** Runs the task again and again, `milliseconds` after its last end. Answers how to stop, which waits for a run in progress. */
export function repeat(
  task: () => Promise<unknown>,
  milliseconds: number,
  onError: (error: unknown) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const run = async () => {
    while (!stopped.signal.aborted) {
      await task().catch(onError);
      await sleep(milliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return async () => {
    stopped.abort();
    await running;
  };
}
