import { tableIndexes } from '#model/keys.ts';

/** What DynamoDB bills on demand ("DynamoDB read and write operations" in its developer guide). Nothing costs nothing. */

const writeBlock = 1024;
const readBlock = 4 * 1024;

/** Of one item. An index that has all attributes is written, and billed, as the table is. */
export const writeUnits = (octets: number): number => blocksOf(octets, writeBlock) * (1 + tableIndexes.length);

/** Of all that one request reads. */
export const consistentReadUnits = (octets: number): number => blocksOf(octets, readBlock);

export const eventualReadUnits = (octets: number): number => consistentReadUnits(octets) / 2;

const blocksOf = (octets: number, block: number): number => Math.max(1, Math.ceil(octets / block));
