import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import * as z from 'zod';
import { MetricLines, untilMiddle } from '#collector/metric-lines.ts';
import { createMetrics } from '#collector/metrics.ts';
import { initiation, termination } from './messages.ts';
import { type Station, startStation, until } from './station.ts';

const lineSchema = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.tuple([
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ]),
  }),
});

const lines: z.output<typeof lineSchema>[] = [];
const write = (line: string) => void lines.push(lineSchema.parse(JSON.parse(line)));

beforeEach(() => {
  lines.length = 0;
});

test('a line has each metric once, and no dimension but the service', async () => {
  const metricLines = new MetricLines({ metrics: createMetrics(), namespace: 'bmpaas/Test', maxConnections: 4, write });
  await metricLines.stop();
  const [line] = lines;
  expect(line?._aws.CloudWatchMetrics).toMatchObject([{ Namespace: 'bmpaas/Test', Dimensions: [['service']] }]);
  const told = line?._aws.CloudWatchMetrics[0].Metrics ?? [];
  expect(told).toContainEqual(expect.objectContaining({ Name: 'sessions', Unit: 'Count' }));
  expect(told).toContainEqual(expect.objectContaining({ Name: 'publishP99', Unit: 'Milliseconds' }));
  // Each is $0.30 a month (docs/architecture.md).
  expect(told).toHaveLength(13);
  for (const { Name } of told) expect(line).toHaveProperty(Name, expect.any(Number));
  expect(line).toMatchObject({ service: 'collector', connections: 0, residentBytes: expect.any(Number) });
});

test('what was counted is told as what happened since the last line', async () => {
  const metrics = createMetrics();
  const metricLines = new MetricLines({ metrics, namespace: 'bmpaas/Test', maxConnections: 8, write, every: 10 });
  metrics.connections.set(2);
  metrics.sessions.set(1);
  metrics.decodeErrors.inc({ reason: 'length' }, 2);
  metrics.decodeErrors.inc({ reason: 'marker' });
  metrics.publishSeconds.observe(0.004);
  for (let index = 0; index < 3; index += 1) metrics.publishSeconds.observe(0.3);
  metricLines.start();
  await until(() => lines.length > 0);
  expect(lines[0]).toMatchObject({ sessions: 1, connectionsUsed: 25, decodeErrors: 3, publishP99: 500 });
  metrics.decodeErrors.inc({ reason: 'marker' });
  await metricLines.stop();
  expect(lines.slice(1).reduce((sum, { decodeErrors }) => sum + Number(decodeErrors), 0)).toBe(1);
  expect(lines.at(-1)).toMatchObject({ sessions: 1, publishP99: 0 });
});

test('a publish that took longer than the last bucket is told as that', async () => {
  const metrics = createMetrics();
  metrics.publishSeconds.observe(1000);
  await new MetricLines({ metrics, namespace: 'bmpaas/Test', maxConnections: 8, write }).stop();
  expect(lines[0]).toMatchObject({ publishP99: 300_000 });
});

test.each([
  [0, 30_000],
  [29_000, 1_000],
  [30_000, 60_000],
  [59_000, 31_000],
])('each minute has one line: %i ms into it, the next is due in %i', (now, wait) => {
  expect(untilMiddle(now, 60_000)).toBe(wait);
});

describe('a collector', () => {
  let station: Station;
  let output: MockInstance<typeof process.stdout.write>;

  beforeEach(async () => {
    output = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      for (const line of String(text).split('\n').filter(Boolean)) write(line);
      return true;
    });
    station = await startStation({ metricsNamespace: 'bmpaas/Test' });
  });
  afterEach(() => output.mockRestore());

  test('tells as lost who went without a word, and not who said so, or was never known', async () => {
    const [lost, terminated, unknown] = [await station.dial(), await station.dial(), await station.dial()];
    await lost.send(initiation('nj01emd'));
    await terminated.send(initiation('nj02emd'), termination(0));
    await until(async () => (await station.metric('sessions')) === 2);
    for (const router of [lost, terminated, unknown]) await router.end();
    await until(async () => (await station.metric('connections_closed_total')) === 3);
    await station.stop();
    expect(lines).toMatchObject([
      { sessions: 0, sessionsLost: 1, connectionsRejected: 1, 'closed closed-by-router': 2, 'closed terminated': 1 },
    ]);
  });
});

test('who names no namespace has no lines', async () => {
  const output = vi.spyOn(process.stdout, 'write');
  await (await startStation()).stop();
  expect(output).not.toHaveBeenCalled();
  output.mockRestore();
});
