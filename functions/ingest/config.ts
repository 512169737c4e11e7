import * as z from 'zod';
import { type Timings, timingsFromJson } from '#model/timings.ts';

/** Environment of the function; the infrastructure takes the type from here. */
export interface IngestEnvironment {
  TABLE_NAME: string;
  LOG_LEVEL: string;
  /** JSON with any of the waiting times of model/timings.ts, in seconds. */
  TIMINGS?: string;
}

export interface IngestConfig {
  tableName: string;
  timings: Timings;
}

const environment = z.object({
  TABLE_NAME: z.string().min(1),
  TIMINGS: timingsFromJson.default(timingsFromJson.parse('{}')),
});

/** @throws ZodError that names the variable and what is wrong with it. */
export function ingestConfigFromEnvironment(variables: Record<string, string | undefined>): IngestConfig {
  const { TABLE_NAME, TIMINGS } = environment.parse(variables);
  return { tableName: TABLE_NAME, timings: TIMINGS };
}
