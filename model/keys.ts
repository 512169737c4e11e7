import type { Token } from './token.ts';

/** Every key of the table, built and parsed here only. `pk` is the kind, so listing a kind is a query and never a scan. */
export interface Key {
  pk: string;
  sk: string;
}

export const tableKeyNames = { partition: 'pk', sort: 'sk', ttl: 'ttl' } as const;

/** Secondary indexes of the table: none (docs/adr/0002). Each would be one more write to pay for. */
export const tableIndexes: readonly string[] = [];

const separator = '#';

/** `SEGMENT` of the partition key `SEGMENT#pe1#ipv4-unicast`. */
export const kindOf = (pk: string): string => pk.split(separator, 1)[0] ?? pk;

/** A kind of which each thing goes by its id alone: mostly that of a router. */
const plainKind = (pk: string) => ({
  pk,
  key: (id: string): Key => ({ pk, sk: id }),
});

/** A kind whose ids start with the router's, so that the things of one, or of a partition of it, are one range. */
const routerScopedKind = (pk: string) => ({
  pk,
  key: (routerId: string, id: string): Key => ({ pk, sk: `${routerId}${separator}${id}` }),
  prefixOf: (routerId: string): string => `${routerId}${separator}`,
});

export const kinds = {
  router: plainKind('ROUTER'),
  partition: plainKind('PARTITION'),
  claim: plainKind('CLAIM'),
  dial: plainKind('DIAL'),
  commit: plainKind('COMMIT'),
  collector: plainKind('COLLECTOR'),
  request: plainKind('REQUEST'),
  capture: routerScopedKind('CAPTURE'),
  peer: routerScopedKind('PEER'),
  announcement: routerScopedKind('ANNOUNCEMENT'),
  element: routerScopedKind('ELEMENT'),
  steering: routerScopedKind('STEERING'),
  finding: routerScopedKind('FINDING'),
  poison: routerScopedKind('POISON'),
  head: plainKind('HEAD'),
  span: plainKind('SPAN'),
  group: plainKind('GROUP'),
  chain: plainKind('CHAIN'),
} as const;

/** The versions of the rules, of which the last counts. */
export const rulesKeys = {
  partition: 'RULES',
  key: (version: number): Key => ({ pk: 'RULES', sk: String(version).padStart(12, '0') }),
};

export const logKind = 'LOG';

/**
 * The RIB log of a router and family, oldest first: the rows of a commit by the first of their tokens, and behind them its seal,
 * which says which of them count.
 */
export const logKeys = {
  partition: (routerId: string, family: string): string => [logKind, routerId, family].join(separator),
  /** `name` is one that no other rows have: what is written in vain, or twice, replaces nothing. */
  rows: (routerId: string, family: string, first: Token, name: string): Key => ({
    pk: logKeys.partition(routerId, family),
    sk: `${first}${separator}rows-${name}`,
  }),
  seal: (routerId: string, family: string, applied: Token, version: number): Key => ({
    pk: logKeys.partition(routerId, family),
    sk: `${applied}${sealMark}${sortable(version)}`,
  }),
  isSeal: (key: Key): boolean => key.sk.includes(sealMark),
  /** Of rows the first, of a seal the highest that had been applied. */
  tokenOf: ({ sk }: Key): Token => sk.split(separator)[0] as Token,
};

const sealMark = `${separator}seal-`;

/** What the base of a router and family consists of: the manifest that counts, and those that did. */
export const manifestKeys = {
  current: (routerId: string, family: string): Key => ({
    pk: ['BASE', routerId, family].join(separator),
    sk: 'CURRENT',
  }),
  pastPartition: (routerId: string, family: string): string => ['BASE', routerId, family, 'PAST'].join(separator),
  /** In the order of the time (milliseconds since 1970) from which each counted. */
  past: (routerId: string, family: string, asOf: number, generation: number): Key => ({
    pk: manifestKeys.pastPartition(routerId, family),
    sk: [sortable(asOf), sortable(generation)].join(separator),
  }),
};

/** Base blocks: never changed, and each a partition of its own, so that a compaction heats none. */
export const blockKeys = {
  key: (routerId: string, family: string, id: string): Key => ({
    pk: ['BLOCK', routerId, family, id].join(separator),
    sk: 'BLOCK',
  }),
};

const sortable = (number: number): string => String(number).padStart(16, '0');

const eventsPerBucket = 4096;

/** The event feed: numbered from 1 without gaps, in buckets. */
export const eventKeys = {
  bucketOf: (number: number): string =>
    `EVENTS${separator}${String(Math.floor(number / eventsPerBucket)).padStart(9, '0')}`,
  key: (number: number): Key => ({ pk: eventKeys.bucketOf(number), sk: String(number).padStart(12, '0') }),
  numberOf: (key: Key): number => Number(key.sk),
  firstOfBucket: (number: number): number => number - (number % eventsPerBucket),
  firstOfNextBucket: (number: number): number => eventKeys.firstOfBucket(number) + eventsPerBucket,
  tail: { pk: 'EVENTS', sk: 'TAIL' } satisfies Key,
};

/** The last commit of what no single router can tell. */
export const correlationKey: Key = { pk: 'CORRELATION', sk: 'COMMIT' };

/** How far the event feed has been published. A partition of its own, so that who publishes may write nothing else. */
export const publishedKey: Key = { pk: 'PUBLISHED', sk: 'CURSOR' };

export const peerId = (routerId: string, type: string, distinguisher: string, address: string): string =>
  type === 'global' ? `${routerId}~${address}` : `${routerId}~${type}~${distinguisher}~${address}`;

export const feedId = (peer: string, view: string, family: string): string => `${peer}~${view}~${family}`;
