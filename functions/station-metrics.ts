import { Metrics } from '@aws-lambda-powertools/metrics';

/** Of a part of this station: an account may have several, each with a namespace of its own. */
export const stationMetrics = (serviceName: string): Metrics =>
  new Metrics({ namespace: process.env.METRICS_NAMESPACE ?? 'bmpaas', serviceName });
