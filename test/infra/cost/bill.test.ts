import { expect, test } from 'vitest';
import { type Bill, billOf } from '#infra/cost/bill.ts';
import { prices } from '#infra/cost/prices.ts';
import { defaultSize, idle, namedSizes, type Size } from '#infra/cost/size.ts';

const usd = (bill: Bill, what: string): number => {
  const line = bill.lines.find((one) => one.what === what);
  if (line === undefined) throw new Error(`there is no line ${what}`);
  return line.floor + line.load;
};

const nothing = idle(defaultSize);

test('what costs the same whatever it does, by hand: 730 hours a month, us-east-1', () => {
  const bill = billOf({ ...nothing, exposure: 'public', tls: true, ownKey: true, stream: 3 });
  expect(usd(bill, 'Load balancer')).toBeCloseTo(16.425); // 730 × 0.0225
  expect(usd(bill, 'Collectors')).toBeCloseTo(2 * 730 * (0.25 * 0.03238 + 0.00356)); // $17.02
  expect(usd(bill, 'Interface endpoints')).toBeCloseTo(73, 1); // 5 endpoints × 2 zones × 730 × 0.01, and some MB of logs
  expect(usd(bill, 'Stream')).toBeCloseTo(32.85); // 3 × 730 × 0.015
  expect(usd(bill, 'Public addresses')).toBeCloseTo(7.3); // 2 × 730 × 0.005
  expect(usd(bill, 'Metrics, alarms, dashboard')).toBeCloseTo(24.5); // 60 × 0.3 + 35 × 0.1 + 3
  expect(usd(bill, 'Sweep')).toBeCloseTo((43_800 / 1e6) * 0.2 + 43_800 * 0.15 * 0.25 * 0.0000133334);
  expect(usd(bill, 'Keys and secrets')).toBeCloseTo(1 + 0.4 + ((10 * 730 * 12) / 1e6) * 3);
  expect(usd(bill, 'Table, written by ingest')).toBeCloseTo(((2 * 730 * 60) / 1e6) * 0.625); // two collectors that say they live
  expect(usd(bill, 'API gateway')).toBe(0);
});

test('one router that changes nothing, by hand', () => {
  const bill = billOf({ ...nothing, routers: 1, feeds: 4, routesPerFeed: 0, updatesPerDay: 0, reconnectsPerMonth: 0 });
  const [written] = bill.lines.filter(({ what }) => what === 'Table, written by ingest');
  // 60 claims an hour, and 762 units that were measured.
  expect(written?.load).toBeCloseTo(((730 * (60 + 762)) / 1e6) * 0.625);
  const [stream] = bill.lines.filter(({ what }) => what === 'Stream');
  expect(stream?.load).toBeCloseTo(((730 * 356) / 1e6) * 0.014);
  expect(usd(bill, 'Table, logs into bases')).toBe(0);
});

test('a change of a route, by hand: what a busy router writes, and what an item a route would', () => {
  // Ten changes a second of one feed: every batch has some.
  const size: Size = {
    ...nothing,
    routers: 1,
    feeds: 1,
    routesPerFeed: 1_000_000,
    updatesPerDay: 864_000,
    reconnectsPerMonth: 0,
  };
  const bill = billOf(size);
  const changes = (864_000 * 730) / 24;
  const batches = 730 * 720;
  const units = 730 * 60 * 3 + batches * (762 / 297 + 2) + changes * 0.0166;
  expect(usd(bill, 'Table, written by ingest')).toBeCloseTo((units / 1e6) * 0.625, 1);
  // All of its 490 blocks are written once an hour: 36,000 changes, of which 0.41 are in places of their own.
  expect(usd(bill, 'Table, logs into bases')).toBeCloseTo(((730 * 490 * 11.6) / 1e6) * 0.625, 2);
  const rows = batches * 2 + changes * 0.0166 + 730 * 490 * 11.6;
  const stored = usd(bill, 'Table, stored');
  const perRoute = (changes / 1e6) * 0.625 + ((1_000_000 * 223) / 1024 ** 3) * 0.45;
  expect(bill.itemPerRoute).toBeCloseTo(bill.total - (rows / 1e6) * 0.625 - stored + perRoute, 1);
});

test('an on-demand stream, by hand', () => {
  const bill = billOf({ ...nothing, stream: 'on-demand' });
  expect(usd(bill, 'Stream')).toBeCloseTo(29.2); // 730 × 0.04
});

test('with nothing connected there is no load', () => {
  for (const size of [defaultSize, ...Object.values(namedSizes)]) {
    expect(billOf(idle(size)).load).toBe(0);
    expect(billOf(size).floor).toBeCloseTo(billOf(idle(size)).total);
  }
});

test('the sum is that of the lines', () => {
  const bill = billOf(defaultSize);
  const sum = bill.lines.reduce((all, { floor, load }) => all + floor + load, 0);
  expect(bill.total).toBeCloseTo(sum);
  expect(bill.floor + bill.load).toBeCloseTo(bill.total);
});

const numbers = [
  'routers',
  'feeds',
  'routesPerFeed',
  'updatesPerDay',
  'reconnectsPerMonth',
  'elements',
  'elementChangesPerDay',
  'apiRequestsPerDay',
  'stream',
  'collectors',
  'collectorCpu',
  'collectorGb',
  'compactionLanes',
  'retentionHours',
] as const satisfies (keyof Size)[];

test.each(numbers)('more of %s never costs less, in any line', (name) => {
  for (const factor of [2, 10, 100]) {
    const before = billOf(defaultSize);
    const after = billOf({ ...defaultSize, [name]: Number(defaultSize[name]) * factor });
    expect(after.total).toBeGreaterThan(before.total);
    for (const [index, line] of after.lines.entries()) {
      const { floor, load } = before.lines[index] ?? { floor: 0, load: 0 };
      expect(line.floor + line.load).toBeGreaterThanOrEqual((floor + load) * (1 - 1e-9));
    }
  }
});

test.each(['canary', 'tls', 'ownKey'] as const)('%s costs something', (name) => {
  expect(billOf({ ...defaultSize, [name]: true }).total).toBeGreaterThan(billOf(defaultSize).total);
});

test('no price is missing in any region, and none is absurd beside the others', () => {
  for (const [region, ofRegion] of Object.entries(prices)) {
    for (const [name, price] of Object.entries(ofRegion)) {
      const first = prices['us-east-1'][name as keyof typeof ofRegion];
      expect(price / first, `${name} in ${region}`).toBeGreaterThanOrEqual(1);
      expect(price / first, `${name} in ${region}`).toBeLessThan(1.5);
    }
  }
});
