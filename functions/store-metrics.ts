import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MeteredStore } from '#rib/store/metered-store.ts';
import { stationMetrics } from './station-metrics.ts';

/**
 * What to call at the end of each invocation: it publishes what the store has used since the last one. Every operation is
 * an object of its own in the log, since an object can give a dimension one value only; what is zero is left out, because
 * CloudWatch bills each metric that it hears of.
 */
export function usagePublisher(store: MeteredStore, serviceName: string): () => void {
  const metrics = stationMetrics(serviceName);
  return () => {
    for (const { kind, operation, requests, writeUnits, readUnits } of store.takeUsage()) {
      metrics.addDimension('operation', `${kind} ${operation}`);
      metrics.addMetric('dynamodbRequests', MetricUnit.Count, requests);
      if (writeUnits > 0) metrics.addMetric('writeRequestUnits', MetricUnit.Count, writeUnits);
      if (readUnits > 0) metrics.addMetric('readRequestUnits', MetricUnit.Count, readUnits);
      metrics.publishStoredMetrics();
    }
  };
}
