import * as z from 'zod';
import { timingsFromJson } from '#model/timings.ts';

/** Variables that more than one function is told. */

export const resourceName = z.string().min(1);

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info');
export type LogLevel = z.output<typeof logLevel>;

/** JSON with any of the waiting times of model/timings.ts, in seconds. */
export const timings = timingsFromJson.default(timingsFromJson.parse('{}'));

/** How far back the RIB can be asked for: whole hours there, milliseconds here. */
export const retention = z.coerce
  .number()
  .int()
  .min(1)
  .max(168)
  .transform((hours) => hours * 3_600_000);
