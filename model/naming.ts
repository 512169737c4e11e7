import type { DiscoveryRules } from './rules.ts';

export interface RouterName {
  /** `unknown` where no naming rule matches. */
  location: string;
  deviceId: string;
  vendor: string | null;
}

export interface NamingFacts {
  routerId: string;
  sysName: string | null;
  sysDescr: string | null;
  /** String TLVs of the Initiation, RFC 7854 §4.4. */
  information: readonly string[];
}

export const unknownLocation = 'unknown';

/** Where a router stands and what it is, from what its Initiation says of it. */
export function nameRouter(facts: NamingFacts, rules: DiscoveryRules): RouterName {
  const vendor = rules.vendors.find(({ match }) => new RegExp(match, 'i').test(facts.sysDescr ?? ''))?.vendor ?? null;
  for (const text of [...facts.information, facts.sysName ?? '']) {
    for (const pattern of rules.naming) {
      const groups = new RegExp(pattern).exec(text.trim())?.groups;
      if (groups?.location !== undefined) {
        return { location: groups.location, deviceId: groups.device ?? facts.routerId, vendor };
      }
    }
  }
  return { location: unknownLocation, deviceId: facts.sysName?.trim() || facts.routerId, vendor };
}
