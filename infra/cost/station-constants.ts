/** What the station's own code says, and a bill depends on. A test compares each with where it is said. */
export const constants = {
  /** infra/network.ts. */
  zones: 2,
  interfaceEndpoints: 4,
  /** infra: alarms and dashboards of a private station with canary, and what they and the functions measure of their own. */
  alarms: 35,
  dashboards: 1,
  /** Names of metrics of the collector, the functions and what these use of the table: counted by hand, roughly. */
  customMetrics: 60,
  /** MiB of the functions: infra/*.ts. */
  memory: { ingest: 1024, compact: 3008, sweep: 256, correlate: 1024, publish: 512, api: 1024, canary: 256 },
  /** Seconds that ingest's event source gathers for: infra/ingest.ts. */
  batchSeconds: 5,
  /** A log that has waited so long is merged, and one of this share of its base, and at least of these octets: functions/compact/due.ts. */
  mergeHours: 1,
  mergeShare: 0.2,
  mergeLeastOctets: 128 * 1024,
  /** Days that blocks are kept beyond the retention, and the log: rib/base/compaction.ts, docs/architecture.md. */
  blockDays: 8,
  logDays: 14,
  /** Heartbeats of a collector to the table, for each router and for itself, an hour: collector/config.ts. */
  heartbeatsAnHour: 60,
} as const;
