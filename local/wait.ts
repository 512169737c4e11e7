import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every 20 ms until the answer is yes. Throws after `timeout` milliseconds, naming what it waited for. */
export async function waitFor(answer: () => Promise<boolean>, what: string, timeout = 10_000): Promise<void> {
  const deadline = performance.now() + timeout;
  while (!(await answer())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeout} ms in vain for ${what}`);
    await sleep(20);
  }
}
