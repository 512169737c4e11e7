import * as z from 'zod';
import type { Timings } from '#model/timings.ts';
import { type LogLevel, logLevel, resourceName, timings } from '../environment.ts';

/** What the sweep function is told. */
export interface SweepConfig {
  tableName: string;
  streamName: string;
  timings: Timings;
  logLevel: LogLevel;
}

const environment = z.object({
  TABLE_NAME: resourceName,
  STREAM_NAME: resourceName,
  TIMINGS: timings,
  LOG_LEVEL: logLevel,
});

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type SweepEnvironment = Record<keyof z.input<typeof environment>, string>;

/** @throws ZodError that names the variable and what is wrong with it. */
export function sweepConfigFromEnvironment(variables: Record<string, string | undefined>): SweepConfig {
  const { TABLE_NAME, STREAM_NAME, TIMINGS, LOG_LEVEL } = environment.parse(variables);
  return { tableName: TABLE_NAME, streamName: STREAM_NAME, timings: TIMINGS, logLevel: LOG_LEVEL };
}
