import * as z from 'zod';
import type { Timings } from '#model/timings.ts';
import { type LogLevel, logLevel, resourceName, timings } from '../environment.ts';

/** What the ingest function is told. */
export interface IngestConfig {
  tableName: string;
  timings: Timings;
  logLevel: LogLevel;
}

const environment = z.object({ TABLE_NAME: resourceName, TIMINGS: timings, LOG_LEVEL: logLevel });

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type IngestEnvironment = Record<keyof z.input<typeof environment>, string>;

/** @throws ZodError that names the variable and what is wrong with it. */
export function ingestConfigFromEnvironment(variables: Record<string, string | undefined>): IngestConfig {
  const { TABLE_NAME, TIMINGS, LOG_LEVEL } = environment.parse(variables);
  return { tableName: TABLE_NAME, timings: TIMINGS, logLevel: LOG_LEVEL };
}
