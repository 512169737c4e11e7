import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './api-error.ts';

/** Runs `request` until the station answers it, with growing pauses; each outage is told once. */
export async function untilAnswered<T>(request: () => Promise<T>, tell: (text: string) => void): Promise<T> {
  for (let pauseSeconds = 1; ; pauseSeconds = Math.min(pauseSeconds * 2, 15)) {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof ApiError) || !mayPass(error.status)) throw error;
      if (pauseSeconds === 1) tell(`${error.message}; trying again`);
      await sleep(pauseSeconds * 1000);
    }
  }
}

function mayPass(status: number | null): boolean {
  return status === null || status === 429 || status >= 500;
}
