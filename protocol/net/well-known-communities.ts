/** IANA "BGP Well-known Communities". */
const names = new Map([
  [0xffff0000, 'GRACEFUL_SHUTDOWN'],
  [0xffff0001, 'ACCEPT_OWN'],
  [0xffff0002, 'ROUTE_FILTER_TRANSLATED_v4'],
  [0xffff0003, 'ROUTE_FILTER_v4'],
  [0xffff0004, 'ROUTE_FILTER_TRANSLATED_v6'],
  [0xffff0005, 'ROUTE_FILTER_v6'],
  [0xffff0006, 'LLGR_STALE'],
  [0xffff0007, 'NO_LLGR'],
  [0xffff0008, 'ACCEPT_OWN_NEXTHOP'],
  [0xffff0009, 'STANDBY_PE'],
  [0xffff029a, 'BLACKHOLE'],
  [0xffffff01, 'NO_EXPORT'],
  [0xffffff02, 'NO_ADVERTISE'],
  [0xffffff03, 'NO_EXPORT_SUBCONFED'],
  [0xffffff04, 'NOPEER'],
]);

const byName = new Map([...names].map(([community, name]) => [name.toLowerCase(), community]));

export function communityName(community: number): string | undefined {
  return names.get(community);
}

/** Takes a name in any case, with hyphens or underscores. */
export function communityNamed(name: string): number | undefined {
  return byName.get(name.toLowerCase().replaceAll('-', '_'));
}
