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

const metricsOf = (names: string[]) => ({
  _aws: {
    Timestamp: expect.any(Number),
    CloudWatchMetrics: [
      {
        Namespace: 'bmpaas',
        Dimensions: [['service', 'operation']],
        Metrics: names.map((Name) => ({ Name, Unit: 'Count' })),
      },
    ],
  },
});

test('an operation is one object in the log, with its units; what was published is not published again', async () => {
  const store = new MeteredStore(new InMemoryStore());
  const publish = usagePublisher(store, 'ingest');
  const put = { key: { pk: 'SEGMENT#pe1', sk: 'a' }, document: { data: new Uint8Array(5000) } };
  await store.write([{ put }]);
  await store.getImmutable(put.key);
  expect(publishedLines(publish)).toEqual([
    {
      ...metricsOf(['dynamodbRequests', 'writeRequestUnits']),
      service: 'ingest',
      operation: 'SEGMENT put',
      dynamodbRequests: 1,
      writeRequestUnits: 5,
    },
    {
      ...metricsOf(['dynamodbRequests', 'readRequestUnits']),
      service: 'ingest',
      operation: 'SEGMENT get-immutable',
      dynamodbRequests: 1,
      readRequestUnits: 1,
    },
  ]);
  expect(publishedLines(publish)).toEqual([]);
  await store.get({ pk: 'COMMIT', sk: 'pe1' });
  expect(publishedLines(publish)).toMatchObject([{ operation: 'COMMIT get', readRequestUnits: 1 }]);
});
