import { afterEach, expect, test, vi } from 'vitest';
import { usagePublisher } from '#functions/store-metrics.ts';
import { MeteredStore } from '#rib/store/metered-store.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';

afterEach(() => vi.restoreAllMocks());

/** The lines that CloudWatch would read as metrics. */
function publishedLines(publish: () => void): unknown[] {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  publish();
  write.mockRestore();
  return lines
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test('units are metrics of the service, what they were for is beside them; what was published is not published again', async () => {
  const store = new MeteredStore(new InMemoryStore());
  const publish = usagePublisher(store, 'ingest');
  const put = { key: { pk: 'SEGMENT#pe1', sk: 'a' }, document: { data: new Uint8Array(5000) } };
  await store.write([{ put }]);
  await store.getImmutable(put.key);
  expect(publishedLines(publish)).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'bmpaas',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'writeRequestUnits', Unit: 'Count' },
              { Name: 'readRequestUnits', Unit: 'Count' },
            ],
          },
        ],
      },
      service: 'ingest',
      writeRequestUnits: 5,
      readRequestUnits: 1,
      'SEGMENT put': '1 requests, 5 units',
      'SEGMENT get-immutable': '1 requests, 1 units',
    },
  ]);
  expect(publishedLines(publish)).toEqual([]);
  await store.get({ pk: 'COMMIT', sk: 'pe1' });
  expect(publishedLines(publish)).toMatchObject([{ writeRequestUnits: 0, readRequestUnits: 1 }]);
});

test('a station has a namespace of its own', async () => {
  vi.stubEnv('METRICS_NAMESPACE', 'bmpaas/Lab');
  const store = new MeteredStore(new InMemoryStore());
  const publish = usagePublisher(store, 'ingest');
  vi.unstubAllEnvs();
  await store.get({ pk: 'COMMIT', sk: 'pe1' });
  expect(publishedLines(publish)).toMatchObject([
    { _aws: { CloudWatchMetrics: [expect.objectContaining({ Namespace: 'bmpaas/Lab' })] } },
  ]);
});
