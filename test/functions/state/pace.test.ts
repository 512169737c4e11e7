import { expect, test } from 'vitest';
import { Pace } from '#functions/state/pace.ts';

test('units are paid for with time, whoever uses them', async () => {
  const pace = new Pace(100);
  const began = performance.now();
  await Promise.all([pace.used(10), pace.used(5), pace.used(5)]);
  expect(performance.now() - began).toBeGreaterThan(190);
});

test('time in which nothing was used is not saved up', async () => {
  const pace = new Pace(1000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const began = performance.now();
  await pace.used(50);
  expect(performance.now() - began).toBeGreaterThan(45);
});
