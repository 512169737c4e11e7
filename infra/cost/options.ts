import { parseArgs } from 'node:util';
import { prices, type Region } from './prices.ts';
import { defaultSize, type Size } from './size.ts';

/** The command line is wrong; the message says where. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export type CostOptions =
  | { show: 'bill'; size: Size; json: boolean }
  | { show: 'sizes'; region: Region }
  | { show: 'remains'; size: Size };

export const usage = `Usage: npm run cost -- [options]
       npm run cost -- --sizes [--region R]    the table of the README
       npm run cost -- --remains [options]     what stays, and costs, when the stacks are gone

What a station costs a month: what it costs with nothing connected to it, then what the load adds; beside it the same with
an item of the table for each route. By measured figures (infra/cost/measured.ts) and list prices (infra/cost/prices.ts).

Load
  --routers N            default ${defaultSize.routers}
  --feeds N              of each router: peers' tables, or views of them; default ${defaultSize.feeds}
  --routes-per-feed N    default ${defaultSize.routesPerFeed}
  --updates-per-day N    changed routes of one feed; default ${defaultSize.updatesPerDay}
  --reconnects N         of each router a month, each with a dump of all it has; default ${defaultSize.reconnectsPerMonth}
  --elements N           in all; default ${defaultSize.elements}
  --element-changes N    of each a day; default ${defaultSize.elementChangesPerDay}
  --api-requests N       a day; default ${defaultSize.apiRequestsPerDay}
Station
  --region R             ${Object.keys(prices).join(' or ')}; default ${defaultSize.region}
  --exposure E           private or public; default ${defaultSize.exposure}
  --stream S             number of shards, or on-demand; default ${defaultSize.stream}
  --collectors N         default ${defaultSize.collectors}
  --cpu N, --memory N    of a collector: vCPU, and GB; default ${defaultSize.collectorCpu} and ${defaultSize.collectorGb}
  --lanes N              compactions at once; default ${defaultSize.compactionLanes}
  --retention-hours N    default ${defaultSize.retentionHours}
  --canary               each five minutes a route through the whole station
  --tls                  that the collector ends
  --own-key              a KMS key of its own
  --json                 as one JSON document
  --help                 print this
`;

const flags = {
  routers: { type: 'string' },
  feeds: { type: 'string' },
  'routes-per-feed': { type: 'string' },
  'updates-per-day': { type: 'string' },
  reconnects: { type: 'string' },
  elements: { type: 'string' },
  'element-changes': { type: 'string' },
  'api-requests': { type: 'string' },
  region: { type: 'string' },
  exposure: { type: 'string' },
  stream: { type: 'string' },
  collectors: { type: 'string' },
  cpu: { type: 'string' },
  memory: { type: 'string' },
  lanes: { type: 'string' },
  'retention-hours': { type: 'string' },
  canary: { type: 'boolean', default: false },
  tls: { type: 'boolean', default: false },
  'own-key': { type: 'boolean', default: false },
  sizes: { type: 'boolean', default: false },
  remains: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Null where help is asked for. @throws UsageError */
export function parseCostOptions(args: readonly string[]): CostOptions | null {
  const values = parsed(args);
  if (values.help) return null;
  const size = sizeOf(values);
  if (values.sizes) return { show: 'sizes', region: size.region };
  return values.remains ? { show: 'remains', size } : { show: 'bill', size, json: values.json };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function sizeOf(values: ReturnType<typeof parsed>): Size {
  const whole = (flag: keyof typeof flags, otherwise: number, least = 0): number =>
    numberOf(flag, values[flag], otherwise, least, true);
  const number = (flag: keyof typeof flags, otherwise: number): number =>
    numberOf(flag, values[flag], otherwise, 0, false);
  return {
    region: oneOf('region', values.region, Object.keys(prices) as Region[], defaultSize.region),
    routers: whole('routers', defaultSize.routers),
    feeds: whole('feeds', defaultSize.feeds),
    routesPerFeed: whole('routes-per-feed', defaultSize.routesPerFeed),
    updatesPerDay: number('updates-per-day', defaultSize.updatesPerDay),
    reconnectsPerMonth: number('reconnects', defaultSize.reconnectsPerMonth),
    elements: whole('elements', defaultSize.elements),
    elementChangesPerDay: number('element-changes', defaultSize.elementChangesPerDay),
    apiRequestsPerDay: number('api-requests', defaultSize.apiRequestsPerDay),
    exposure: oneOf('exposure', values.exposure, ['private', 'public'], defaultSize.exposure),
    stream: values.stream === 'on-demand' ? values.stream : whole('stream', Number(defaultSize.stream), 1),
    collectors: whole('collectors', defaultSize.collectors, 1),
    collectorCpu: number('cpu', defaultSize.collectorCpu),
    collectorGb: number('memory', defaultSize.collectorGb),
    compactionLanes: whole('lanes', defaultSize.compactionLanes, 1),
    retentionHours: whole('retention-hours', defaultSize.retentionHours, 1),
    canary: values.canary,
    tls: values.tls,
    ownKey: values['own-key'],
  };
}

function numberOf(flag: string, text: string | boolean | undefined, otherwise: number, least: number, whole: boolean) {
  if (text === undefined) return otherwise;
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < least || (whole && !Number.isInteger(value)))
    throw new UsageError(`--${flag} ${text}: a ${whole ? 'whole ' : ''}number from ${least} is expected`);
  return value;
}

function oneOf<Word extends string>(flag: string, text: string | undefined, words: readonly Word[], otherwise: Word) {
  if (text === undefined) return otherwise;
  const word = words.find((one) => one === text);
  if (word === undefined) throw new UsageError(`--${flag} ${text}: one of ${words.join(', ')} is expected`);
  return word;
}
