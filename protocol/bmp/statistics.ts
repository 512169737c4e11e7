/** 32-bit counter; 64-bit gauge; AFI (2), SAFI (1) and 64-bit gauge. */
export type StatisticKind = 'counter' | 'gauge' | 'family-gauge';

export interface StatisticType {
  type: number;
  kind: StatisticKind;
  name: string;
  reference: string;
}

/** Octets of each kind. */
const lengths: Record<StatisticKind, number> = { counter: 4, gauge: 8, 'family-gauge': 11 };

const allKinds: readonly StatisticKind[] = ['counter', 'gauge', 'family-gauge'];

type Row = readonly [type: number, kind: StatisticKind, name: string];

const rows: Record<string, readonly Row[]> = {
  'RFC 7854': [
    [0, 'counter', 'prefixes-rejected-by-inbound-policy'],
    [1, 'counter', 'duplicate-prefix-advertisements'],
    [2, 'counter', 'duplicate-withdraws'],
    [3, 'counter', 'updates-invalidated-by-cluster-list-loop'],
    [4, 'counter', 'updates-invalidated-by-as-path-loop'],
    [5, 'counter', 'updates-invalidated-by-originator-id'],
    [6, 'counter', 'updates-invalidated-by-as-confed-loop'],
    [7, 'gauge', 'adj-rib-in-routes'],
    [8, 'gauge', 'loc-rib-routes'],
    [9, 'family-gauge', 'adj-rib-in-routes-per-family'],
    [10, 'family-gauge', 'loc-rib-routes-per-family'],
    [11, 'counter', 'updates-treated-as-withdraw'],
    [12, 'counter', 'prefixes-treated-as-withdraw'],
    [13, 'counter', 'duplicate-updates'],
  ],
  'RFC 8671': [
    [14, 'gauge', 'adj-rib-out-pre-routes'],
    [15, 'gauge', 'adj-rib-out-post-routes'],
    [16, 'family-gauge', 'adj-rib-out-pre-routes-per-family'],
    [17, 'family-gauge', 'adj-rib-out-post-routes-per-family'],
  ],
  'RFC 9972': [
    [18, 'gauge', 'adj-rib-in-pre-routes'],
    [19, 'family-gauge', 'adj-rib-in-pre-routes-per-family'],
    [20, 'gauge', 'adj-rib-in-post-routes'],
    [21, 'family-gauge', 'adj-rib-in-post-routes-per-family'],
    [22, 'family-gauge', 'adj-rib-in-pre-routes-rejected-by-policy-per-family'],
    [23, 'family-gauge', 'adj-rib-in-post-routes-accepted-by-policy-per-family'],
    [26, 'family-gauge', 'damped-routes-per-family'],
    [27, 'family-gauge', 'graceful-restart-stale-routes-per-family'],
    [28, 'family-gauge', 'long-lived-graceful-restart-stale-routes-per-family'],
    [29, 'gauge', 'adj-rib-in-post-routes-left-below-threshold'],
    [30, 'family-gauge', 'adj-rib-in-post-routes-left-below-threshold-per-family'],
    [31, 'gauge', 'routes-left-below-license-threshold'],
    [32, 'family-gauge', 'routes-left-below-license-threshold-per-family'],
    [33, 'gauge', 'adj-rib-in-pre-routes-rejected-by-as-path-length'],
    [34, 'family-gauge', 'adj-rib-in-pre-routes-rejected-by-as-path-length-per-family'],
    [35, 'family-gauge', 'adj-rib-in-post-routes-rpki-invalid-per-family'],
    [36, 'family-gauge', 'adj-rib-in-post-routes-rpki-valid-per-family'],
    [37, 'family-gauge', 'adj-rib-in-post-routes-rpki-not-found-per-family'],
    [38, 'family-gauge', 'adj-rib-out-pre-routes-rejected-by-policy-per-family'],
    [39, 'gauge', 'adj-rib-out-pre-routes-rejected-by-as-path-length'],
    [40, 'family-gauge', 'adj-rib-out-pre-routes-rejected-by-as-path-length-per-family'],
    [41, 'family-gauge', 'adj-rib-out-post-routes-rpki-invalid-per-family'],
    [42, 'family-gauge', 'adj-rib-out-post-routes-rpki-valid-per-family'],
    [43, 'family-gauge', 'adj-rib-out-post-routes-rpki-not-found-per-family'],
  ],
};

/** IANA "BMP Statistics Types": one more type is one row. 24 and 25 counted primary and backup routes in drafts only. */
export const statisticTypes: readonly StatisticType[] = Object.entries(rows).flatMap(([reference, list]) =>
  list.map(([type, kind, name]) => ({ type, kind, name, reference })),
);

const byType = new Map(statisticTypes.map((entry) => [entry.type, entry]));

export const statisticTypeOf = (type: number): StatisticType | undefined => byType.get(type);

/** `type-N` where the registry has no name. */
export const statisticName = (type: number): string => byType.get(type)?.name ?? `type-${type}`;

/** The form of a statistic: what its type has to have, else what its length tells; null where that is not so. */
export function statisticKind(type: number, length: number): StatisticKind | null {
  const known = byType.get(type);
  const kinds = known === undefined ? allKinds : [known.kind];
  return kinds.find((kind) => lengths[kind] === length) ?? null;
}
