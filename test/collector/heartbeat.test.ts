import { expect, test } from 'vitest';
import { HeartbeatSchedule } from '#collector/heartbeat.ts';

/** Seconds at which a heartbeat is due, looking once a second; `activity` says when the router spoke. */
function beats(seconds: number, activity: readonly number[] = [], early = 0): number[] {
  const schedule = new HeartbeatSchedule({ idle: 60_000, active: 15_000, early: early * 1000 }, 0);
  const due: number[] = [];
  for (let second = 1; second <= seconds; second++) {
    if (activity.includes(second)) schedule.activity(second * 1000);
    if (schedule.due(second * 1000)) due.push(second);
  }
  return due;
}

test('silence: after 2, 4, 8, 16, 32 seconds, then once a minute', () => {
  expect(beats(300)).toEqual([2, 4, 8, 16, 32, 92, 152, 212, 272]);
});

test('activity begins the steps anew', () => {
  expect(beats(30, [10])).toEqual([2, 4, 8, 12, 14, 18, 26]);
});

test('a router that never falls silent: every 15 seconds', () => {
  const always = Array.from({ length: 70 }, (_, index) => index);
  expect(beats(70, always)).toEqual([16, 32, 48, 64]);
});

test('what a single message counted is told by the steps alone', () => {
  expect(beats(150, [100])).toEqual([2, 4, 8, 16, 32, 92, 102, 104, 108, 116, 132]);
});

test('the first one after the steps may be early, once in each silence', () => {
  expect(beats(300, [200], 25)).toEqual([2, 4, 8, 16, 32, 67, 127, 187, 202, 204, 208, 216, 232, 267]);
});
