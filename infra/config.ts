import * as z from 'zod';
import { faultOfSource, parseCidr, privateSpace } from './cidr.ts';
import { zoneCount } from './zones.ts';

/** Everything that a station can be told, as its owner writes it: each part has a default but `exposure` to the public. */

const count = (least: number, most: number) => z.int().min(least).max(most);
const port = count(1, 65_535);
const ipv4 = z.ipv4();
const arn = z.string().regex(/^arn:aws[a-z-]*:[^\s]+$/, 'is no ARN');
const email = z.email();

const source = z.string().superRefine((text, context) => {
  const fault = faultOfSource(text);
  if (fault !== null) context.addIssue(`${text} ${fault}: name the prefixes that routers send BMP from`);
});
const sources = z.array(source).min(1, 'name at least one prefix');

const vpcCidr = z.string().refine((text) => {
  const cidr = parseCidr(text);
  return cidr !== null && !cidr.hasHostBits && cidr.length >= 16 && cidr.length <= 26;
}, 'is no prefix of /16 to /26 without host bits');

const vpc = z.discriminatedUnion('kind', [
  /** Choose a prefix that does not overlap with the network your routers are in. */
  z.strictObject({ kind: z.literal('new'), cidr: vpcCidr }),
  z.strictObject({
    kind: z.literal('existing'),
    id: z.string().regex(/^vpc-[0-9a-f]+$/, 'is no VPC id'),
    cidr: z.string().refine((text) => parseCidr(text) !== null, 'is no IPv4 prefix'),
    /** One in each of two zones; private ones for a private station, public ones for a public. */
    subnets: z
      .array(z.strictObject({ id: z.string().regex(/^subnet-[0-9a-f]+$/), zone: z.string(), routeTableId: z.string() }))
      .length(zoneCount, 'name subnets of two zones'),
    /** Whether the collectors' way to AWS is there already (NAT, or endpoints), or endpoints are to be made. */
    endpoints: z.enum(['create', 'present']).default('present'),
  }),
]);

const exposure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('private'),
    sourceCidrs: sources.default([...privateSpace]),
    /** One fixed address a zone; null: the eleventh of each subnet in a VPC of our own, what AWS gives in an existing one. */
    addresses: z.array(ipv4).nullable().default(null),
    /** PrivateLink, for routers in VPCs of others. */
    endpointService: z
      .strictObject({ allowedPrincipals: z.array(arn).min(1) })
      .nullable()
      .default(null),
  }),
  z.strictObject({
    kind: z.literal('public'),
    sourceCidrs: sources,
    /** Elastic addresses of yours, one a zone; null: two are made, and stay when the service goes. */
    allocationIds: z
      .array(z.string().regex(/^eipalloc-[0-9a-f]+$/, 'is no allocation id'))
      .nullable()
      .default(null),
  }),
]);

/** Whether routers are let to the port without TLS, too, as long as some cannot do it: there anyone in their prefixes may use a name that nobody uses at the moment. */
const onlyTls = z.boolean().default(false);

const tls = z.discriminatedUnion('kind', [
  /** The collector ends TLS and demands a client certificate. The secret is JSON: `certificate`, `privateKey`, `clientCa`, all PEM. */
  z.strictObject({ kind: z.literal('collector'), secretArn: arn, only: onlyTls }),
  /** The load balancer ends TLS: encryption, without knowing the client. Its idle timeout is 350 s, and no other. */
  z.strictObject({ kind: z.literal('listener'), certificateArn: arn, only: onlyTls }),
]);

const collectors = z
  .strictObject({
    least: count(1, 100).default(2),
    most: count(1, 100).default(4),
    /** Of Fargate: 1024 is one vCPU. */
    cpu: z.literal([256, 512, 1024, 2048]).default(256),
    memoryMiB: count(512, 16_384).default(1024),
    /** Connections of one collector: a thousand of a quarter processor and a GiB, as many again of each further one. */
    maxConnections: count(1, 20_000).default(1000),
  })
  .refine(({ least, most }) => least <= most, 'least is above most');

const capacity = z.strictObject({
  collectors: collectors.prefault({}),
  /** A shard takes 1 MB/s, a dump of a million routes about every 7 seconds. */
  stream: z.union([z.literal('on-demand'), count(1, 500)]).default(1),
  /** How many batches of a shard are ingested at once; each router's are in order at any number. */
  ingestParallelization: count(1, 10).default(1),
  /** Among how many compactions at once the routers are divided: more for many with full tables. */
  compactionLanes: count(1, 64).default(1),
  /** Taken from what the account has, and so what protects the table from too many at once. Null: none is taken. */
  reservedConcurrency: z
    .strictObject({ ingest: count(1, 1000).nullable().default(null), api: count(1, 1000).nullable().default(null) })
    .prefault({}),
});

const retention = z.strictObject({
  /** How far back the RIB can be asked for. */
  ribHours: count(1, 168).default(24),
  streamHours: count(24, 8760).default(24),
  logDays: z
    .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653])
    .default(30),
  /** Of raw captures of routers. */
  captureDays: count(1, 365).default(14),
});

const holdDown = z.strictObject({
  flaps: count(1, 100).default(10),
  periodSeconds: count(10, 3600).default(300),
  holdDownSeconds: count(10, 86_400).default(600),
});

const routers = z.strictObject({
  /** Router ids by source address or sysName, where sysName alone does not do. */
  ids: z.record(z.string(), z.string()).default({}),
  /** Over how many partitions the peers of a router of many full feeds are spread, by its id; `*` is all others: `{ rr1: 8 }`. */
  partitions: z.record(z.string(), count(1, 16)).default({}),
  /** `known`: nobody else is taken. `open`: others are, with a finding where `known` names any. */
  admission: z.enum(['open', 'known']).default('open'),
  /** Router ids or sysNames. */
  known: z.array(z.string().min(1)).default([]),
  /** Null: a router may come as often as it likes. */
  holdDown: holdDown.nullable().prefault({}),
  /** Routers that wait to be connected to. */
  active: z.array(z.strictObject({ address: ipv4, port })).default([]),
});

const https = z.string().regex(/^https:\/\/[^\s*]+$/, 'is no https:// URL');
const origin = z
  .string()
  .regex(/^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/, 'is no origin like https://console.example.net');

const api = z.strictObject({
  /** Beside IAM, which is always on: tokens of this issuer, at a URL of its own. */
  jwt: z
    .strictObject({ issuer: https, audience: z.array(z.string().min(1)).min(1) })
    .nullable()
    .default(null),
  /** Whether anyone may ask whether the station is well, and hear yes or no. */
  anonymousHealth: z.boolean().default(false),
  /** Pages that browsers may let ask. */
  corsOrigins: z.array(origin).default([]),
  throttle: z.strictObject({ rate: count(1, 10_000).default(100), burst: count(1, 5000).default(200) }).prefault({}),
  /** What Lambda takes of a request is 6 MB, with what it adds. */
  maxBodyBytes: count(1024, 4_000_000).default(262_144),
  domain: z
    .strictObject({
      name: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is no domain name'),
      certificateArn: arn,
      hostedZone: z
        .strictObject({ id: z.string().min(1), name: z.string().min(1) })
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null),
});

const encryption = z.discriminatedUnion('kind', [
  /** Keys that AWS keeps for the services: no charge. */
  z.strictObject({ kind: z.literal('aws') }),
  z.strictObject({ kind: z.literal('new-key') }),
  z.strictObject({ kind: z.literal('key'), arn }),
]);

const operations = z.strictObject({
  /** Where alarms go: a topic of yours, or an address, for which one is made. */
  alarmTopicArn: arn.nullable().default(null),
  alarmEmail: email.nullable().default(null),
  /** Each 5 minutes a tiny router through the load balancer, to the API's answer. */
  canary: z.boolean().default(true),
  budget: z
    .strictObject({ monthlyUsd: count(1, 1_000_000), email })
    .nullable()
    .default(null),
  costAnomaly: z.boolean().default(false),
});

/** Waiting times of model/timings.ts that differ from its defaults, in seconds: `{ lostAfter: 3600 }`. */
const timings = z.record(z.string(), z.number().min(0));

const station = z
  .strictObject({
    /** Begins the names of the stacks. */
    name: z
      .string()
      .regex(/^[A-Z][A-Za-z0-9]{0,30}$/, 'begins with a capital, then letters and digits')
      .default('Bmpaas'),
    vpc: vpc.default({ kind: 'new', cidr: '10.119.0.0/24' }),
    exposure: exposure.prefault({ kind: 'private' }),
    ports: z.strictObject({ bmp: port.default(11_019), tls: port.default(11_443) }).prefault({}),
    /** Routers' addresses by PROXY protocol v2: needed behind PrivateLink, where they cannot be seen otherwise. */
    proxyProtocol: z.boolean().default(false),
    tls: tls.nullable().default(null),
    capacity: capacity.prefault({}),
    retention: retention.prefault({}),
    routers: routers.prefault({}),
    timings: timings.default({}),
    logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    /** Null: headless, for those who follow the events or read the table. */
    api: api.nullable().prefault({}),
    encryption: encryption.default({ kind: 'aws' }),
    operations: operations.prefault({}),
    tags: z.record(z.string(), z.string()).default({}),
    permissionsBoundaryArn: arn.nullable().default(null),
    /** What becomes of table, buckets and addresses when the stacks go. */
    removal: z.enum(['retain', 'destroy']).default('retain'),
    /** Deletion protection of the load balancer, whose addresses stand in router configurations, and of the table. */
    protect: z.boolean().default(true),
  })
  .superRefine((config, context) => {
    for (const { path, message } of contradictions(config))
      context.addIssue({ code: 'custom', path: [...path], message });
  });

/** What a station is told, whole. */
export type StationConfig = z.output<typeof station>;

/** The same as its owner writes it, all of it optional. */
export type StationSettings = z.input<typeof station>;

/** Fargate grants two to eight GiB a processor; a quarter of one has half a GiB, one or two. */
function isFargateSize(cpu: number, memoryMiB: number): boolean {
  if (cpu === 256) return [512, 1024, 2048].includes(memoryMiB);
  return memoryMiB % 1024 === 0 && memoryMiB >= cpu * 2 && memoryMiB <= cpu * 8;
}

interface Contradiction {
  path: readonly string[];
  message: string;
}

type Parts = Pick<
  StationConfig,
  'vpc' | 'exposure' | 'capacity' | 'ports' | 'tls' | 'routers' | 'removal' | 'protect' | 'api' | 'operations'
>;

function contradictions(config: Parts): Contradiction[] {
  const { vpc, exposure, ports, tls, routers, removal, protect, operations } = config;
  const { cpu, memoryMiB } = config.capacity.collectors;
  const addresses = exposure.kind === 'private' ? exposure.addresses : exposure.allocationIds;
  const field = exposure.kind === 'private' ? 'addresses' : 'allocationIds';
  const found: [boolean, readonly string[], string][] = [
    [
      addresses !== null && addresses.length !== zoneCount,
      ['exposure', field],
      `one for each of the ${zoneCount} zones`,
    ],
    [tls !== null && ports.bmp === ports.tls, ['ports', 'tls'], 'is that of BMP without TLS'],
    [
      routers.admission === 'known' && routers.known.length === 0,
      ['routers', 'known'],
      'is empty: nobody would be taken',
    ],
    [
      !isFargateSize(cpu, memoryMiB),
      ['capacity', 'collectors', 'memoryMiB'],
      `Fargate has no ${memoryMiB} MiB with ${cpu} units`,
    ],
    [removal === 'destroy' && protect, ['protect'], 'and removal: destroy contradict each other'],
    [
      operations.alarmTopicArn !== null && operations.alarmEmail !== null,
      ['operations', 'alarmEmail'],
      'or alarmTopicArn, not both',
    ],
    [
      vpc.kind === 'existing' && new Set(vpc.subnets.map(({ zone }) => zone)).size < 2,
      ['vpc', 'subnets'],
      'are all in one zone',
    ],
  ];
  return found.flatMap(([is, path, message]) => (is ? [{ path, message }] : []));
}

/**
 * The whole configuration.
 * @throws Error that names each property that is wrong, and what is wrong with it.
 */
export function stationConfig(settings: unknown): StationConfig {
  const result = station.safeParse(settings);
  if (!result.success) throw new Error(`station configuration:\n${z.prettifyError(result.error)}`);
  return result.data;
}
