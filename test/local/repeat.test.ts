import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { repeat } from '#local/repeat.ts';
import { waitFor } from '#local/wait.ts';

test('runs one after the other, goes on after a failure, and stops only when the run in progress has ended', async () => {
  const errors: unknown[] = [];
  let running = 0;
  let most = 0;
  let runs = 0;
  const task = async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(15);
    running -= 1;
    runs += 1;
    if (runs === 2) throw new Error('the second');
  };
  const stop = repeat(task, 1, (error) => errors.push(error));
  await waitFor(async () => runs >= 4 && running === 1, 'a fifth run');
  await stop();
  const atStop = runs;
  expect({ most, running, errors: errors.map(String) }).toEqual({ most: 1, running: 0, errors: ['Error: the second'] });
  await sleep(40);
  expect(runs).toBe(atStop);
});

test('stop does not wait for the pause', async () => {
  const stop = repeat(
    async () => undefined,
    60_000,
    () => undefined,
  );
  await sleep(5);
  const begin = performance.now();
  await stop();
  expect(performance.now() - begin).toBeLessThan(1_000);
});

test('waitFor names what it waited for in vain', async () => {
  await expect(waitFor(async () => false, 'rain', 50)).rejects.toThrow('waited 50 ms in vain for rain');
});
