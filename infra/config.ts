import type { Node } from 'constructs';
import * as z from 'zod';
import { requireSourceCidr } from './cidr.ts';

const list = z.union([z.array(z.string()), z.string().transform((text) => text.split(',').map((part) => part.trim()))]);

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
});

const hours = z.coerce.number().int().min(24).max(8760);

/** One key of CDK context each: cdk.json, or `-c name=value` where lists are comma-separated and maps are JSON. */
const contextSchema = z.object({
  /** Prefixes that routers connect from. Required; never the whole Internet. */
  sourceCidrs: list.refine((cidrs) => cidrs.some((cidr) => cidr !== ''), 'name at least one prefix'),
  /** Choose one that does not overlap with the network your routers are in. */
  vpcCidr: z.string().default('10.119.0.0/24'),
  /** `on-demand`, or a number of shards: one takes 1 MB/s, a dump of a million routes about every 7 seconds. */
  streamCapacity: z.union([z.literal('on-demand'), z.coerce.number().int().min(1).max(500)]).default(1),
  streamRetentionHours: hours.default(24),
  /** How far back the RIB can be asked for. */
  retentionHours: z.coerce.number().int().min(1).max(168).default(24),
  /** Among how many compactions at once the routers are divided: more for many with full tables. */
  compactionLanes: z.coerce.number().int().min(1).max(64).default(1),
  collectors: z.coerce.number().int().min(1).max(100).default(1),
  /** Router ids by source address or sysName, where sysName alone does not do. */
  routerIds: z
    .union([z.record(z.string(), z.string()), json])
    .pipe(z.record(z.string(), z.string()))
    .default({}),
  /** Over how many partitions the peers of a router of many full feeds are spread, by its id; `*` is all others: `{"rr1": 8}`. */
  routerPartitions: z
    .union([z.record(z.string(), z.number()), json])
    .pipe(z.record(z.string(), z.number().int().min(1).max(16)))
    .default({}),
  /** Waiting times of model/timings.ts that differ from its defaults, in seconds: `{"lostAfter": 3600}`. */
  timings: z
    .union([z.record(z.string(), z.number()), json])
    .pipe(z.record(z.string(), z.number()))
    .default({}),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  logRetentionDays: z.coerce.number().int().min(1).default(30),
  /** Deletion protection of the load balancer, whose addresses stand in router configurations, and of the table. */
  protect: flag.default(true),
});

export type StationConfig = z.output<typeof contextSchema>;

/** @throws Error that names the context key and what is wrong with it. */
export function stationConfigFromContext(node: Node): StationConfig {
  const keys = Object.keys(contextSchema.shape);
  const context = Object.fromEntries(keys.map((key) => [key, node.tryGetContext(key) ?? undefined]));
  if (context.sourceCidrs === undefined) {
    throw new Error(
      'sourceCidrs: required. Name the prefixes that your routers send BMP from: -c sourceCidrs=10.1.0.0/16',
    );
  }
  return parseStationConfig(context);
}

/** @throws Error that names the property and what is wrong with it. */
export function parseStationConfig(input: unknown): StationConfig {
  const result = contextSchema.safeParse(input);
  if (!result.success) throw new Error(z.prettifyError(result.error));
  result.data.sourceCidrs.forEach(requireSourceCidr);
  return result.data;
}
