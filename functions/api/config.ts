import * as z from 'zod';
import { type LogLevel, logLevel, resourceName, retention } from '../environment.ts';
import { usualBody } from './http/request-body.ts';

/** What the API function is told. */
export interface ApiConfig {
  tableName: string;
  /** Milliseconds. */
  retention: number;
  logLevel: LogLevel;
  /** Octets of the largest body that is read. */
  maxBodyBytes: number;
  /** Below which the routes for tokens stand; empty where there are none. */
  tokenPath: string;
  /** Where captures are; null where there are none. */
  captures: { bucket: string; prefix: string } | null;
}

/** What Lambda takes of a request is 6 MB, of which a body in Base64 is three quarters. */
const mostBodyBytes = 4_000_000;

const environment = z.object({
  TABLE_NAME: resourceName,
  RETENTION_HOURS: retention,
  LOG_LEVEL: logLevel,
  MAX_BODY_BYTES: z.coerce.number().int().min(1024).max(mostBodyBytes).default(usualBody),
  CAPTURE_BUCKET: z.string().default(''),
  CAPTURE_PREFIX: z.stringFormat('prefix', /^([A-Za-z0-9._-]+\/)*$/).default(''),
  TOKEN_PATH: z.stringFormat('path', /^(\/[a-z]+)?$/).default(''),
});

/** The variables that the stack sets: all, so that a forgotten one does not compile. */
export type ApiEnvironment = Record<keyof z.input<typeof environment>, string>;

/** @throws ZodError when a variable is missing or wrong */
export function apiConfigFromEnvironment(variables: Record<string, string | undefined>): ApiConfig {
  const { CAPTURE_BUCKET: bucket, CAPTURE_PREFIX: prefix, ...values } = environment.parse(variables);
  return {
    tableName: values.TABLE_NAME,
    retention: values.RETENTION_HOURS,
    logLevel: values.LOG_LEVEL,
    maxBodyBytes: values.MAX_BODY_BYTES,
    tokenPath: values.TOKEN_PATH,
    captures: bucket === '' ? null : { bucket, prefix },
  };
}
