import type { Nlri } from '#protocol/bgp/families/family.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import type { AttributeSet } from '../record.ts';
import type { PeerState } from '../state.ts';
import { compileCommunityPattern } from './community-pattern.ts';
import { type CompiledCondition, compileCondition } from './compiled-condition.ts';
import type { DiscoveryRules } from './discovery-rules.ts';

/** What the rules make of a route. */
export interface RoleMatch {
  /** Null: it has a tag, and no rule knows it. */
  role: string | null;
  /** Name of the rule that decided. */
  rule: string | null;
  /** Roles that later rules would have given it. */
  others: readonly string[];
}

/** Of the routes that came with one set of attributes from one peer. */
export type RouteMatcher = (nlri: Nlri) => RoleMatch | null;

/** Null where no route that comes with these attributes plays a role or has a tag: most of all routes. */
export type RoleMatcher = (
  attributes: AttributeSet,
  peer: Pick<PeerState, 'routerId' | 'address' | 'asn' | 'distinguisher' | 'table'>,
  family: string,
) => RouteMatcher | null;

interface CompiledRule {
  role: string;
  rule: string;
  condition: CompiledCondition;
}

/** Compiles the role rules once. @throws RangeError on a pattern that is none */
export function compileRoles(rules: DiscoveryRules): RoleMatcher {
  const compiled = rules.roles.map(
    (rule): CompiledRule => ({ role: rule.role, rule: rule.name, condition: compileCondition(rule) }),
  );
  const tags = rules.tags.map(compileCommunityPattern);
  const isIgnored = ignoredPrefixes(rules);
  return (attributes, peer, family) => {
    const candidates = compiled.filter(({ condition }) => condition.holdsFor(attributes, peer, family));
    const tagged = candidates.length === 0 && tags.some((has) => has(attributes));
    if (candidates.length === 0 && !tagged) return null;
    const version = familyNamed(family)?.ipVersion ?? 4;
    return (nlri) => {
      if (isIgnored(peer.routerId, version, nlri)) return null;
      const holding = candidates.filter(({ condition }) => condition.holdsForRoute(version, nlri, peer));
      return matchOf(holding) ?? (tagged || tags.some((has) => has(attributes)) ? unmatched : null);
    };
  };
}

const unmatched: RoleMatch = { role: null, rule: null, others: [] };

function matchOf([first, ...rest]: readonly CompiledRule[]): RoleMatch | null {
  if (first === undefined) return null;
  const others = new Set(rest.map(({ role }) => role));
  others.delete(first.role);
  return { role: first.role, rule: first.rule, others: [...others] };
}

type IgnoredTest = (routerId: string, version: 4 | 6, nlri: Nlri) => boolean;

function ignoredPrefixes({ overrides }: DiscoveryRules): IgnoredTest {
  const ignored = overrides.flatMap((override) =>
    'ignorePrefix' in override ? [{ at: override.router, ...parsePrefix(override.ignorePrefix) }] : [],
  );
  if (ignored.length === 0) return () => false;
  return (routerId, version, { nlri, address, prefixLength }) =>
    nlri === null &&
    ignored.some(
      (prefix) =>
        (prefix.at ?? routerId) === routerId &&
        prefix.version === version &&
        prefix.prefixLength === prefixLength &&
        prefix.address.every((octet, index) => octet === address[index]),
    );
}
