import type { Region } from './prices.ts';

/** What is to be monitored, and with what. */
export interface Size {
  region: Region;
  routers: number;
  /** Of each router: peers' tables, or views of them, that it sends. */
  feeds: number;
  routesPerFeed: number;
  /** Changed routes of one feed. */
  updatesPerDay: number;
  /** How often a router connects anew, and dumps all it has, a month. */
  reconnectsPerMonth: number;
  /** Service elements in all, and how often each changes. */
  elements: number;
  elementChangesPerDay: number;
  apiRequestsPerDay: number;
  exposure: 'private' | 'public';
  stream: 'on-demand' | number;
  collectors: number;
  /** Of one collector: vCPU, and GB. */
  collectorCpu: number;
  collectorGb: number;
  compactionLanes: number;
  retentionHours: number;
  canary: boolean;
  /** The collector ends TLS. */
  tls: boolean;
  ownKey: boolean;
}

export const defaultSize: Size = {
  region: 'us-east-1',
  routers: 50,
  feeds: 2,
  routesPerFeed: 1_000_000,
  updatesPerDay: 200_000,
  reconnectsPerMonth: 2,
  elements: 200,
  elementChangesPerDay: 1,
  apiRequestsPerDay: 10_000,
  exposure: 'private',
  stream: 1,
  collectors: 2,
  collectorCpu: 0.25,
  collectorGb: 1,
  compactionLanes: 1,
  retentionHours: 24,
  canary: false,
  tls: false,
  ownKey: false,
};

/** The same station, to which nothing is connected and of which nobody asks anything. */
export const idle = (size: Size): Size => ({
  ...size,
  routers: 0,
  elements: 0,
  apiRequestsPerDay: 0,
});

/** Those of the README. */
export const namedSizes: Record<string, Size> = {
  'demo: 3 routers, 1 collector': {
    ...defaultSize,
    routers: 3,
    routesPerFeed: 100,
    updatesPerDay: 1_000,
    elements: 6,
    apiRequestsPerDay: 1_000,
    collectors: 1,
  },
  '50 routers, 2 full feeds each': { ...defaultSize, canary: true },
  '500 routers, 2 full feeds each': {
    ...defaultSize,
    routers: 500,
    elements: 2_000,
    apiRequestsPerDay: 100_000,
    stream: 8,
    collectors: 3,
    collectorCpu: 1,
    collectorGb: 2,
    compactionLanes: 16,
    canary: true,
  },
};
