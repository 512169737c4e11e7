import * as z from 'zod';
import { type LogLevel, logLevel, resourceName } from '../environment.ts';

/** What the correlating function is told. */
export interface CorrelateConfig {
  tableName: string;
  logLevel: LogLevel;
}

const environment = z.object({ TABLE_NAME: resourceName, LOG_LEVEL: logLevel });

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type CorrelateEnvironment = Record<keyof z.input<typeof environment>, string>;

/** @throws ZodError that names the variable and what is wrong with it. */
export function correlateConfigFromEnvironment(variables: Record<string, string | undefined>): CorrelateConfig {
  const { TABLE_NAME, LOG_LEVEL } = environment.parse(variables);
  return { tableName: TABLE_NAME, logLevel: LOG_LEVEL };
}
