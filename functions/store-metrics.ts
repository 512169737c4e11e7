import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MeteredStore } from '#rib/store/metered-store.ts';
import { stationMetrics } from './station-metrics.ts';

/**
 * What to call at the end of each invocation: it publishes what the store has used since the last one, as one object in the log.
 * The units are metrics of the service; what they were for, by kind of item and operation, are details of the line, which Logs
 * Insights sums as well: as metrics they would be more than a hundred, of which CloudWatch bills each.
 */
export function usagePublisher(store: MeteredStore, serviceName: string): () => void {
  const metrics = stationMetrics(serviceName);
  return () => {
    const usage = store.takeUsage();
    if (usage.length === 0) return;
    let written = 0;
    let read = 0;
    for (const { kind, operation, requests, writeUnits, readUnits } of usage) {
      written += writeUnits;
      read += readUnits;
      metrics.addMetadata(`${kind} ${operation}`, `${requests} requests, ${writeUnits + readUnits} units`);
    }
    metrics.addMetric('writeRequestUnits', MetricUnit.Count, written);
    metrics.addMetric('readRequestUnits', MetricUnit.Count, read);
    metrics.publishStoredMetrics();
  };
}
