import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';

const minute = Duration.minutes(1);

/** Parts of the station that tell of themselves: values of the dimension `service`. */
type Part = 'collector' | 'ingest' | 'compact' | 'sweep' | 'correlate' | 'publish' | 'api' | 'canary';

/** What the station's own code tells, in a namespace of its own. */
export class StationMetrics {
  readonly namespace: string;

  constructor(stationName: string) {
    this.namespace = stationName;
  }

  /** What was counted. */
  sum(part: Part, metricName: string, period = minute): Metric {
    return this.metric(part, metricName, { statistic: Stats.SUM, period });
  }

  /** Of what several tell, or one several times, the largest. */
  maximum(part: Part, metricName: string, period = minute): Metric {
    return this.metric(part, metricName, { statistic: Stats.MAXIMUM, period });
  }

  minimum(part: Part, metricName: string, period = minute): Metric {
    return this.metric(part, metricName, { statistic: Stats.MINIMUM, period });
  }

  percentile(part: Part, metricName: string, percent: number, period = minute): Metric {
    return this.metric(part, metricName, { statistic: Stats.percentile(percent), period });
  }

  private metric(service: Part, metricName: string, shape: { statistic: string; period: Duration }): Metric {
    return new Metric({ namespace: this.namespace, metricName, dimensionsMap: { service }, ...shape });
  }
}
