import { setTimeout as delay } from 'node:timers/promises';

/** Growing pauses between tries: doubled up to a ceiling, then jittered to half at the least. */
export interface BackOff {
  firstMilliseconds: number;
  ceilingMilliseconds: number;
}

export const defaultBackOff: BackOff = { firstMilliseconds: 100, ceilingMilliseconds: 5000 };

/** Tries until it succeeds, or until `signal` aborts: then it throws what the last try threw. */
export async function retryForever<Value>(
  run: () => Promise<Value>,
  onFailure: (error: unknown, attempt: number) => void,
  signal: AbortSignal,
  backOff: BackOff = defaultBackOff,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      onFailure(error, attempt);
      if (!(await waited(pauseOf(attempt, backOff), signal))) throw error;
    }
  }
}

/** Milliseconds, after so many tries that failed. */
export function pauseOf(attempt: number, { firstMilliseconds, ceilingMilliseconds }: BackOff): number {
  const pause = Math.min(ceilingMilliseconds, firstMilliseconds * 2 ** Math.min(attempt - 1, 30));
  return pause * (0.5 + Math.random() / 2);
}

/** False when the signal cut the wait short. */
async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
