import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks: well below the seconds that are measured, and light on a small machine. */
const interval = 100;

/**
 * Repeats an assertion until it holds and tells how many milliseconds that took. After `seconds` the assertion's own last
 * error is thrown, so a failure shows what was there instead.
 */
export async function eventually(seconds: number, assertion: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (;;) {
    try {
      await assertion();
      return performance.now() - start;
    } catch (error) {
      if (performance.now() - start > seconds * 1000) throw error;
    }
    await sleep(interval);
  }
}

/** Prints how long the way from the router's action to the API's answer took. */
export function report(scenario: string, milliseconds: number): void {
  process.stdout.write(`  ${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${scenario}\n`);
}
