import type { DiscoveryRules } from './discovery-rules.ts';
import { SafeExpression } from './expression.ts';

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

/** Where a router stands and what it is, from what its Initiation says of it. */
export type RouterNaming = (facts: NamingFacts) => RouterName;

export const unknownLocation = 'unknown';

export function compileNaming({ naming, vendors, overrides }: DiscoveryRules): RouterNaming {
  const names = naming.map((source) => new SafeExpression(source, { ignoreCase: false }));
  const descriptions = vendors.map(({ match, vendor }) => ({
    vendor,
    expression: new SafeExpression(match, { ignoreCase: true }),
  }));
  const given = new Map(
    overrides.flatMap((each) => ('router' in each && !('ignorePrefix' in each) ? [[each.router ?? '', each]] : [])),
  );
  return (facts) => {
    const vendor = descriptions.find(({ expression }) => expression.isIn(facts.sysDescr ?? ''))?.vendor ?? null;
    const { location, deviceId, vendor: otherVendor } = given.get(facts.routerId) ?? {};
    const found = placeOf(facts, names);
    return {
      location: location ?? found.location,
      deviceId: deviceId ?? found.deviceId,
      vendor: otherVendor ?? vendor,
    };
  };
}

function placeOf({ information, sysName, routerId }: NamingFacts, names: readonly SafeExpression[]) {
  for (const text of [...information, sysName ?? '']) {
    for (const expression of names) {
      const groups = expression.groupsIn(text.trim());
      if (groups?.location) return { location: groups.location, deviceId: groups.device || routerId };
    }
  }
  return { location: unknownLocation, deviceId: sysName?.trim() || routerId };
}
