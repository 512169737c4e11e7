/**
 * A router of many full feeds can have several partitions: of the stream, so that its records go through several shards, and of
 * the table, so that each has commits, a log and bases of its own. A peer is in one of them. Behind the collector a partition is
 * what a router is, under a key of its own; what is shown has the router's id. See docs/adr/0013.
 */
export type PartitionKey = string;

/** No router id has it. */
const separator = '~';

export const mostPartitions = 16;

/** Number 0 goes by the router's own id: it speaks for the router as a whole. */
export const partitionKey = (routerId: string, partition: number): PartitionKey =>
  partition === 0 ? routerId : `${routerId}${separator}${partition}`;

export const partitionKeys = (routerId: string, partitions: number): PartitionKey[] =>
  Array.from({ length: partitions }, (_, partition) => partitionKey(routerId, partition));

export const routerOf = (key: PartitionKey): string => key.split(separator, 1)[0] ?? key;

export const isFirstPartition = (key: PartitionKey): boolean => !key.includes(separator);
