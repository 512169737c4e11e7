/**
 * What a station was measured to use, on a machine with two shared Intel Xeon processors, Node 24.21, on 2026-11-27. CPU there is
 * taken for CPU of Graviton; elsewhere it differs by less than a factor of two. Write and read units are counted as DynamoDB
 * bills them (rib/store/request-units.ts), whatever the machine. "Assumed" is what nothing here measures.
 */
export const measured = {
  /** Octets that a router sends: `bench -- billing`, captures full-table-2015 and churn-2016. */
  bmpOctetsARouteDumped: 25.3,
  bmpOctetsAChange: 63,
  /** A report of a peer, RFC 7854 §4.8, with eight counters: computed. */
  bmpOctetsAReport: 150,

  /** In the stream: `bench -- billing`. 3.8 MB in 176 units of 25 KB for 577,740 routes; 0.9 MB for 41,212 changes. */
  streamOctetsARouteDumped: 6.6,
  payloadUnitsARouteDumped: 176 / 577_740,
  streamOctetsAChange: 21.8,
  /** Of a router that sends Statistics Reports each minute and nothing else, an hour, with the heartbeats behind them. */
  quietRecordsAnHour: 356,
  quietBatchesAnHour: 297,
  quietOctetsAnHour: 50_564,
  /** Write units: `bench -- billing`, 762 in 297 batches. */
  writeUnitsAQuietBatch: 762 / 297,

  /** `bench -- rib-write`: the dump of a full table for the first time, and again after a reconnect. */
  writeUnitsARouteDumped: 0.0107,
  writeUnitsARouteRepeated: 0.000663,
  /**
   * `bench -- rib-write`, churn over a full table: 957 units of ingest for 41,212 changes in 60 batches. Two of a batch are its seal and
   * the first kilobyte of its rows, beside those of a quiet one.
   */
  writeUnitsOfRowsABatch: 2,
  writeUnitsAChange: 0.0166,
  /** Octets a row takes in the log: of the same. */
  logOctetsAChange: 14,
  /** `bench -- rib-write`: 577,702 routes in 283 blocks, 5.59 octets each, 0.0057 units a route. */
  routesABlock: 2041,
  octetsARoute: 5.59,
  writeUnitsABlock: 11.6,
  /**
   * `bench -- rib-write`: when the log of that churn was merged, 2,695 units were written: 232 of 283 blocks, as if 485 changes had
   * fallen on the table at random, of 1,177 a feed. So much of a feed's change touches a place that nothing else touched.
   */
  newPlacesAChange: 0.41,
  /** `bench -- rib-write`: an item a route instead. */
  itemARoute: { writeUnitsAChange: 1, octetsARoute: 223 },

  /** `bench -- chains`: a change of one element with its two routes. */
  writeUnitsAnElementChange: 11.7,
  readUnitsAnElementChange: 2.2 + 8.2,
  /** docs/adr/0014: where a chain or group has the element. */
  writeUnitsAChainChange: 4,
  eventsAnElementChange: 2,

  /** Read units each minute, `bench -- billing`: 100 routers of which nothing is due. */
  readUnitsARouterSwept: 0.16,
  readUnitsOfCorrelation: 1,
  /** Head of a router, and one block of each table, which compaction looks at. */
  readUnitsOfCompactionARouter: 0.14,
  readUnitsABlock: 3,
  /** docs/adr/0009: a look-up with nothing kept. */
  readUnitsALookup: 2.7,

  /** CPU, microseconds: `bench -- rib-station`, ingest and compaction as processes of their own. */
  ingestMicrosecondsARoute: 12.3,
  compactionMicrosecondsARoute: 9.1,
  /** `bench -- chains`, median of a batch on a table without delay. */
  ingestMillisecondsABatch: 7.5,

  /** Assumed, seconds: of a call of Lambda that waits for the table, and of one that finds nothing to do. */
  secondsOfWaiting: 0.05,
  secondsOfLooking: 0.15,
  /** Assumed: of a request of the API. */
  secondsOfARequest: 0.1,
  /** Assumed, octets: what a call of Lambda writes into its log, and a request into that of the API; a collector, a minute. */
  logOctetsACall: 1500,
  logOctetsARequest: 500,
  logOctetsACollectorMinute: 3000,
  /** Assumed: seconds of the canary's two functions, 256 MiB each, every five minutes. */
  secondsOfTheCanary: 60,
  /** Assumed, GB: the collector's image; captures and failures that are kept. */
  imageGb: 0.2,
  archiveGb: 1,
} as const;
