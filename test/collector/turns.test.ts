import { expect, test } from 'vitest';
import { Allowance, Turns } from '#collector/turns.ts';

test('one turn a round of the event loop, in the order in which they were asked for', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const rounds = { count: 0 };
  const countRounds = setInterval(() => {}, 1);
  const everyRound = (): void => {
    rounds.count++;
    if (seen.length < 6) setImmediate(everyRound);
  };
  setImmediate(everyRound);
  const take = async (name: string): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) {
      await turns.next();
      seen.push(name);
    }
  };
  await Promise.all([take('a'), take('b')]);
  clearInterval(countRounds);
  expect(seen).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(rounds.count).toBeGreaterThanOrEqual(6);
});

/** Octets that go through without a turn, by the second in which they come. */
function free(octetsASecond: number, seconds: number): boolean[] {
  const clock = { now: 0 };
  const allowance = new Allowance(new Turns(), () => clock.now);
  return Array.from({ length: seconds }, () => {
    clock.now += 1000;
    const waits = Array.from({ length: octetsASecond / 1000 }, () => allowance.spend(1000));
    return waits.every((wait) => wait === null);
  });
}

test('who says little never waits for a turn', () => {
  expect(free(16_000, 20)).toEqual(Array.from({ length: 20 }, () => true));
});

test('who says much does', () => {
  expect(free(200_000, 3)).toEqual([false, false, false]);
});

test('a turn is good for 64 KiB', () => {
  const allowance = new Allowance(new Turns(), () => 0);
  const waits = Array.from({ length: 1000 }, () => allowance.spend(1024) !== null);
  // 1 is the free one; then 16 KiB go through, and 64 KiB after each turn.
  expect(waits.flatMap((wait, index) => (wait ? [index] : [])).slice(0, 3)).toEqual([16, 80, 144]);
});
