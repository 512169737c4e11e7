import * as z from 'zod';
import { type LogLevel, logLevel, resourceName } from '../environment.ts';

/** What the publishing function is told. */
export interface PublishConfig {
  tableName: string;
  busName: string;
  logLevel: LogLevel;
}

const environment = z.object({ TABLE_NAME: resourceName, BUS_NAME: resourceName, LOG_LEVEL: logLevel });

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type PublishEnvironment = Record<keyof z.input<typeof environment>, string>;

/** @throws ZodError that names the variable and what is wrong with it. */
export function publishConfigFromEnvironment(variables: Record<string, string | undefined>): PublishConfig {
  const { TABLE_NAME, BUS_NAME, LOG_LEVEL } = environment.parse(variables);
  return { tableName: TABLE_NAME, busName: BUS_NAME, logLevel: LOG_LEVEL };
}
