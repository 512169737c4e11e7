/** How routers are named and which routes are service routes. The document an operator would write. */
export interface DiscoveryRules {
  /** Tried in order on each Initiation string, then on sysName; named groups `location` and `device`. */
  naming: string[];
  /** Tried in order on sysDescr, whatever its case; the first match names the vendor. */
  vendors: { match: string; vendor: string }[];
  /** Tried in order on a route's communities; the first match decides. */
  roles: RoleRule[];
  /** Roles an element needs to be complete. */
  requiredRoles: string[];
}

export interface RoleRule {
  name: string;
  role: string;
  /**
   * Any of these. Standard `13979:100`, large `12345:1105-1189:*`, extended `rt:65000:11` or `encapsulation:vxlan`;
   * each number may be a range `a-b` or `*`. Or the name of a well-known one: `GRACEFUL_SHUTDOWN`, `no-export`.
   * Containment: other communities on the route do not matter.
   */
  communities: string[];
}

/** Reproduces the reference lab: `nj01emd` is device `01emd` at location `nj`. */
export const defaultRules: DiscoveryRules = {
  naming: ['^(?<location>[a-z]{2})(?<device>\\d{2}\\w*)$'],
  vendors: [
    { match: 'FRRouting', vendor: 'FRRouting' },
    { match: 'GoBGP', vendor: 'GoBGP' },
    { match: 'IOS[- ]XR', vendor: 'Cisco IOS XR' },
    { match: 'IOS[- ]XE|Cisco IOS Software', vendor: 'Cisco IOS XE' },
    { match: 'JUNOS|Juniper', vendor: 'Juniper Junos' },
    { match: 'Arista', vendor: 'Arista EOS' },
    { match: 'Huawei|VRP', vendor: 'Huawei VRP' },
    { match: 'Nokia|TiMOS|SR ?OS', vendor: 'Nokia SR OS' },
    { match: 'BIRD', vendor: 'BIRD' },
    // IOS XR sends its bare version, with a leading space.
    { match: '^ ?\\d+\\.\\d+\\.\\d+(\\.\\w+)?$', vendor: 'Cisco IOS XR' },
  ],
  roles: [
    { name: 'trust', role: 'trust', communities: ['13979:100'] },
    { name: 'untrust', role: 'untrust', communities: ['13979:200'] },
  ],
  requiredRoles: ['trust', 'untrust'],
};
