import * as z from 'zod';
import { jsonVariable } from '../json-variable.ts';

/** A router that waits to be connected to. */
export interface DialTarget {
  /** An IP address or a host name. */
  address: string;
  port: number;
}

export interface DialConfig {
  /** Those that the station connects to, as they do not connect to it. */
  activeRouters: readonly DialTarget[];
}

const target = z.strictObject({ address: z.string().regex(/^[^\s#[\]]{1,253}$/), port: z.int().min(1).max(65535) });

export const dialVariables = { ACTIVE_ROUTERS: jsonVariable(z.array(target)).default([]) };

export const dialConfigOf = (values: z.output<z.ZodObject<typeof dialVariables>>): DialConfig => ({
  activeRouters: values.ACTIVE_ROUTERS,
});
