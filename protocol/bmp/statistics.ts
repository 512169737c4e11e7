/** IANA "BMP Statistics Types": RFC 7854 §4.8, RFC 8671 §6.2. */
const names: readonly string[] = [
  'prefixes-rejected-by-inbound-policy',
  'duplicate-prefix-advertisements',
  'duplicate-withdraws',
  'updates-invalidated-by-cluster-list-loop',
  'updates-invalidated-by-as-path-loop',
  'updates-invalidated-by-originator-id',
  'updates-invalidated-by-as-confed-loop',
  'adj-rib-in-routes',
  'loc-rib-routes',
  'adj-rib-in-routes-per-family',
  'loc-rib-routes-per-family',
  'updates-treated-as-withdraw',
  'prefixes-treated-as-withdraw',
  'duplicate-updates',
  'adj-rib-out-pre-routes',
  'adj-rib-out-post-routes',
  'adj-rib-out-pre-routes-per-family',
  'adj-rib-out-post-routes-per-family',
];

/** `type-N` where the registry gives no name that is settled. */
export function statisticName(type: number): string {
  return names[type] ?? `type-${type}`;
}
