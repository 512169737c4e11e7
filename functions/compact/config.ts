import * as z from 'zod';
import { type LogLevel, logLevel, resourceName, retention } from '../environment.ts';

/** What the compaction function is told. */
export interface CompactConfig {
  tableName: string;
  /** Milliseconds. */
  retention: number;
  /** Among how many the routers are divided. */
  lanes: number;
  logLevel: LogLevel;
}

const environment = z.object({
  TABLE_NAME: resourceName,
  RETENTION_HOURS: retention,
  LANES: z.coerce.number().int().min(1),
  LOG_LEVEL: logLevel,
});

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type CompactEnvironment = Record<keyof z.input<typeof environment>, string>;

/** @throws ZodError that names the variable and what is wrong with it. */
export function compactConfigFromEnvironment(variables: Record<string, string | undefined>): CompactConfig {
  const { TABLE_NAME, RETENTION_HOURS, LANES, LOG_LEVEL } = environment.parse(variables);
  return { tableName: TABLE_NAME, retention: RETENTION_HOURS, lanes: LANES, logLevel: LOG_LEVEL };
}

/** What a schedule sends: the lane that is to be worked on. */
export const compactEvent = (lanes: number) => z.object({ lane: z.int().min(0).lt(lanes) });

export type CompactEvent = z.output<ReturnType<typeof compactEvent>>;
