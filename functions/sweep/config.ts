import * as z from 'zod';
import { type Timings, timingsFromJson } from '#model/timings.ts';

/** Environment of the function; the infrastructure takes the type from here. */
export interface SweepEnvironment {
  TABLE_NAME: string;
  STREAM_NAME: string;
  LOG_LEVEL: string;
  /** JSON with any of the waiting times of model/timings.ts, in seconds. */
  TIMINGS?: string;
}

export interface SweepConfig {
  tableName: string;
  streamName: string;
  timings: Timings;
}

const name = z.string().min(1);
const environment = z.object({
  TABLE_NAME: name,
  STREAM_NAME: name,
  TIMINGS: timingsFromJson.default(timingsFromJson.parse('{}')),
});

/** @throws ZodError that names the variable and what is wrong with it. */
export function sweepConfigFromEnvironment(variables: Record<string, string | undefined>): SweepConfig {
  const { TABLE_NAME, STREAM_NAME, TIMINGS } = environment.parse(variables);
  return { tableName: TABLE_NAME, streamName: STREAM_NAME, timings: TIMINGS };
}
