import * as z from 'zod';
import { type LogLevel, logLevel, resourceName, retention } from '../environment.ts';

/** What the API function is told. */
export interface ApiConfig {
  tableName: string;
  /** Milliseconds. */
  retention: number;
  logLevel: LogLevel;
}

const environment = z.object({ TABLE_NAME: resourceName, RETENTION_HOURS: retention, LOG_LEVEL: logLevel });

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type ApiEnvironment = Record<keyof z.input<typeof environment>, string>;

/** @throws ZodError when a variable is missing or wrong */
export function apiConfigFromEnvironment(variables: Record<string, string | undefined>): ApiConfig {
  const { TABLE_NAME, RETENTION_HOURS, LOG_LEVEL } = environment.parse(variables);
  return { tableName: TABLE_NAME, retention: RETENTION_HOURS, logLevel: LOG_LEVEL };
}
