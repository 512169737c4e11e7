import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { PairingKeys } from '../discovery/pairing-keys.ts';
import type { AttributeSet } from '../record.ts';
import type { PeerState } from '../state.ts';
import { compileCondition } from './compiled-condition.ts';
import type { DiscoveryRules, Profile } from './discovery-rules.ts';
import { compileNaming, type RouterNaming } from './naming.ts';
import { compileRoles, type RoleMatcher } from './roles.ts';

/** Whether a route leads traffic by its next hop; null where none with these attributes does. */
type NextHopMatcher = (attributes: AttributeSet, peer: PeerState, family: string) => ((nlri: Nlri) => boolean) | null;

/** A version of the rules, ready for use. Version 0 is the one that counts until there is another. */
export class CompiledRules {
  readonly version: number;
  readonly rules: DiscoveryRules;
  readonly nameRouter: RouterNaming;
  readonly roleOf: RoleMatcher;
  readonly pairing: PairingKeys;
  readonly leadsByNextHop: NextHopMatcher;
  readonly #drained: ReadonlySet<string>;

  constructor(version: number, rules: DiscoveryRules) {
    this.version = version;
    this.rules = rules;
    this.nameRouter = compileNaming(rules);
    this.roleOf = compileRoles(rules);
    this.pairing = new PairingKeys(rules);
    this.leadsByNextHop = compileNextHopRoutes(rules);
    this.#drained = new Set(rules.overrides.flatMap((override) => ('element' in override ? [override.element] : [])));
  }

  /** Roles that an element with these needs to be complete: those of its profile. */
  requiredRoles(roles: ReadonlySet<string>): string[] {
    return [...(profileOf(this.rules.profiles, roles)?.roles ?? roles)];
  }

  isWhole(roles: ReadonlySet<string>): boolean {
    return this.requiredRoles(roles).every((role) => roles.has(role));
  }

  /** An operator has taken the element out of use. */
  isDrained(elementId: string): boolean {
    return this.#drained.has(elementId);
  }
}

export const profileOf = (profiles: readonly Profile[], roles: ReadonlySet<string>): Profile | undefined =>
  profiles.find((profile) => profile.roles.some((role) => roles.has(role)));

function compileNextHopRoutes({ steering }: DiscoveryRules): NextHopMatcher {
  const conditions = steering.nextHopRoutes.map(compileCondition);
  return (attributes, peer, family) => {
    const candidates = conditions.filter((condition) => condition.holdsFor(attributes, peer, family));
    if (candidates.length === 0) return null;
    const version = familyNamed(family)?.ipVersion ?? 4;
    return (nlri) => candidates.some((condition) => condition.holdsForRoute(version, nlri, peer));
  };
}
