import { measured } from './measured.ts';
import type { Size } from './size.ts';
import { constants } from './station-constants.ts';

export const hours = 730;
const days = hours / 24;
const seconds = hours * 3600;
/** As AWS counts. */
export const gigabyte = 1024 ** 3;

/** What a month of a station comes to, before it is priced. */
export interface Usage {
  /** Changed routes, and routes dumped again. */
  changes: number;
  dumped: number;
  /** Octets from routers, and in the stream. */
  bmpOctets: number;
  streamOctets: number;
  records: number;
  payloadUnits: number;
  /** Batches of one router that ingest commits, and calls of ingest, each with batches of several. */
  batches: number;
  ingestCalls: number;
  elementChanges: number;
  /** Merges of logs into bases, and blocks that these write. */
  merges: number;
  blocksWritten: number;
  blocks: number;
  apiRequests: number;
}

export function usageOf(size: Size): Usage {
  const { routers, feeds, routesPerFeed } = size;
  const routes = routers * feeds * routesPerFeed;
  const changes = routers * feeds * size.updatesPerDay * days;
  const dumped = routes * size.reconnectsPerMonth;
  const changesASecond = routers === 0 ? 0 : changes / routers / seconds;
  const records = routers * hours * between(measured.quietRecordsAnHour, 3600, changesASecond);
  const { batchSeconds } = constants;
  const fullBatches = 3600 / batchSeconds;
  const batches = routers * hours * between(measured.quietBatchesAnHour, fullBatches, changesASecond * batchSeconds);
  const streamOctets =
    routers * hours * measured.quietOctetsAnHour +
    changes * measured.streamOctetsAChange +
    dumped * measured.streamOctetsARouteDumped;
  return {
    changes,
    dumped,
    bmpOctets:
      changes * measured.bmpOctetsAChange +
      dumped * measured.bmpOctetsARouteDumped +
      routers * feeds * hours * 60 * measured.bmpOctetsAReport,
    streamOctets,
    records: records + dumped * measured.payloadUnitsARouteDumped,
    payloadUnits: records + dumped * measured.payloadUnitsARouteDumped,
    batches,
    ingestCalls: callsOf(batches, size),
    elementChanges: size.elements * size.elementChangesPerDay * days,
    ...mergesOf(size),
    apiRequests: size.apiRequestsPerDay * days,
  };
}

/** Of `quiet` where nothing happens, and `busy` where always: by the share of times in which something does. */
const between = (quiet: number, busy: number, eventsATime: number): number =>
  quiet + (busy - quiet) * (1 - Math.exp(-eventsATime));

/** An event source calls for what it has gathered, of each shard by itself; an on-demand stream begins with four. */
function callsOf(batches: number, { stream }: Size): number {
  const most = (seconds / constants.batchSeconds) * (stream === 'on-demand' ? 4 : stream);
  return most * (1 - Math.exp(-batches / most));
}

/** Changes of the feeds of one router are mostly of the same prefixes, and so of the same blocks. */
function mergesOf({ routers, feeds, routesPerFeed, updatesPerDay }: Size) {
  const ofRouter = Math.ceil((feeds * routesPerFeed) / measured.routesABlock);
  const base = feeds * routesPerFeed * measured.octetsARoute;
  const logAnHour = ((feeds * updatesPerDay) / 24) * measured.logOctetsAChange;
  const enough = Math.max(constants.mergeLeastOctets, base * constants.mergeShare);
  const anHour = updatesPerDay === 0 ? 0 : Math.max(1 / constants.mergeHours, logAnHour / enough);
  const places = anHour === 0 ? 0 : (measured.newPlacesAChange * updatesPerDay) / 24 / anHour;
  const dirty = ofRouter === 0 ? 0 : ofRouter * (1 - Math.exp(-places / ofRouter));
  const merges = routers * hours * anHour;
  return { merges, blocksWritten: merges * dirty, blocks: routers * ofRouter };
}
