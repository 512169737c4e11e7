import type { IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { BundledFunction } from '../function.ts';
import type { StationMetrics } from './station-metrics.ts';

/** The parts of a station that can be watched. */
export interface Watched {
  metrics: StationMetrics;
  /** Fewer than this is too few. */
  leastCollectors: number;
  collectors: FargateService;
  stream: IStream;
  tableName: string;
  /** By bundle. */
  functions: ReadonlyMap<string, BundledFunction>;
  /** Of the stream to ingest. */
  eventSourceMappingId: string;
  /** Null: headless. */
  apiStage: IHttpStage | null;
  hasCanary: boolean;
}
