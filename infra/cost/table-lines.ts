import { minutes } from './function-lines.ts';
import { amount, type Basis, type Line, million } from './line.ts';
import { measured } from './measured.ts';
import { constants } from './station-constants.ts';
import { gigabyte, hours } from './usage.ts';

const blockOctets = measured.routesABlock * measured.octetsARoute;
/** Of a batch in the log that is no row: its seal, and keys. */
const logOctetsABatch = 400;

const routesOf = ({ size }: Basis): number => size.routers * size.feeds * size.routesPerFeed;

/** Claims and what ingest writes of a router that says only that it is there, and of batches with changes. */
const unitsOfIngest = (basis: Basis): number => {
  const { size, usage } = basis;
  const claims = (size.routers + size.collectors) * hours * constants.heartbeatsAnHour;
  const withRows = usage.changes === 0 ? 0 : usage.batches;
  return (
    claims +
    usage.batches * measured.writeUnitsAQuietBatch +
    withRows * measured.writeUnitsOfRowsABatch +
    usage.changes * measured.writeUnitsAChange +
    usage.dumped * measured.writeUnitsARouteRepeated +
    usage.elementChanges * (measured.writeUnitsAnElementChange + measured.writeUnitsAChainChange)
  );
};

const unitsOfMerging = ({ usage }: Basis): number => usage.blocksWritten * measured.writeUnitsABlock;

const readUnits = ({ size, usage }: Basis): number => {
  const heads = size.routers * size.compactionLanes * measured.readUnitsOfCompactionARouter;
  const looked = usage.blocks > 0 ? size.routers * measured.readUnitsABlock : 0;
  const aMinute = size.routers * measured.readUnitsARouterSwept + 2 * measured.readUnitsOfCorrelation + heads + looked;
  return (
    minutes * aMinute +
    usage.blocksWritten * measured.readUnitsABlock +
    usage.elementChanges * measured.readUnitsAnElementChange +
    usage.apiRequests * measured.readUnitsALookup
  );
};

/** Of a route: once in the base; blocks that have been replaced and log that has been merged stay until their lease is over. */
const octetsStored = (basis: Basis): number => {
  const { size, usage } = basis;
  const daysOfMonth = hours / 24;
  const blockDays = constants.blockDays + size.retentionHours / 24;
  const withRows = usage.changes === 0 ? 0 : usage.batches;
  return (
    routesOf(basis) * measured.octetsARoute +
    (usage.blocksWritten / daysOfMonth) * blockDays * blockOctets +
    ((usage.changes * measured.logOctetsAChange + withRows * logOctetsABatch) / daysOfMonth) * constants.logDays
  );
};

const written = (units: number, { prices }: Basis): number => (units / million) * prices.writeUnits;
const stored = (octets: number, { prices }: Basis): number =>
  (octets / gigabyte) * (prices.tableGb + prices.recoveryGb);

export const tableLines: readonly Line[] = [
  {
    what: 'Table, written by ingest',
    usd: (basis) => written(unitsOfIngest(basis), basis),
    basis: (basis) => `${amount(unitsOfIngest(basis))} write units`,
  },
  {
    what: 'Table, logs into bases',
    usd: (basis) => written(unitsOfMerging(basis), basis),
    basis: (basis) => `${amount(unitsOfMerging(basis))} write units, ${amount(basis.usage.merges)} merges`,
  },
  {
    what: 'Table, read',
    usd: (basis) => (readUnits(basis) / million) * basis.prices.readUnits,
    basis: (basis) => `${amount(readUnits(basis))} read units`,
  },
  {
    what: 'Table, stored',
    usd: (basis) => stored(octetsStored(basis), basis),
    basis: (basis) => `${amount(octetsStored(basis) / gigabyte)} GB, and as much for point-in-time recovery`,
  },
];

/** The same routes, an item each, without an index: what is written of them, and what they take. All else is as it is. */
export const itemPerRouteUsd = (basis: Basis): number => {
  const { usage } = basis;
  const units = (usage.changes + usage.dumped) * measured.itemARoute.writeUnitsAChange;
  return written(units, basis) + stored(routesOf(basis) * measured.itemARoute.octetsARoute, basis);
};

/** What of the table that layout would take the place of. */
export const routesUsd = (basis: Basis): number => {
  const { usage } = basis;
  const rows =
    (usage.changes === 0 ? 0 : usage.batches * measured.writeUnitsOfRowsABatch) +
    usage.changes * measured.writeUnitsAChange +
    usage.dumped * measured.writeUnitsARouteRepeated;
  return written(rows + unitsOfMerging(basis), basis) + stored(octetsStored(basis), basis);
};
