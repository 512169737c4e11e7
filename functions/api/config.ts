import * as z from 'zod';

/** What the API function is told. */
export interface ApiConfig {
  tableName: string;
  logLevel: z.output<typeof logLevel>;
}

const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']);
const environment = z.object({ TABLE_NAME: z.string().min(1), LOG_LEVEL: logLevel.default('info') });

/** The variables that the stack must set. */
export type ApiEnvironment = z.output<typeof environment>;

/** @throws ZodError when a variable is missing or wrong */
export function apiConfigFromEnvironment(variables: Record<string, string | undefined>): ApiConfig {
  const { TABLE_NAME, LOG_LEVEL } = environment.parse(variables);
  return { tableName: TABLE_NAME, logLevel: LOG_LEVEL };
}
