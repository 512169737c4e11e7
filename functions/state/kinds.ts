import { kinds, publishedKey, rulesKeys } from '#model/keys.ts';

/** What of a table is carried to another. */
export const selections = ['all', 'rules'] as const;

/** `rules`: the versions of the rules, which no router can tell again; `all`: these and all else that is not of the moment. */
export type Selection = (typeof selections)[number];

/**
 * Never carried: collectors tell of themselves, and one that is no more must not look as if it had gone silent. Claims are carried:
 * they count a router's sessions, which must not begin again below what the table has of them.
 */
export const ofTheMoment = kinds.collector.pk;

/**
 * Partitions that are read, and written, behind everything else and in this order: where ingest stands with a router, and what look-ups
 * read of it first. So an import that breaks off shows no router of which something is missing.
 */
export const lastPartitions: readonly string[] = [publishedKey.pk, kinds.claim.pk, kinds.commit.pk, kinds.head.pk];

/** Whether an item of this partition (`pk`) is carried, apart from those that come last. */
export const isCarried = (pk: string): boolean => pk !== ofTheMoment && !lastPartitions.includes(pk);

export const rulesPartition = rulesKeys.partition;
