import type { ChainRule, GroupRule } from './chain-rules.ts';
import type { OverrideRule } from './override-rules.ts';

interface Contradiction {
  path: readonly (string | number)[];
  message: string;
}

interface Related {
  roles: readonly { name: string; role: string }[];
  profiles: readonly { name: string; roles: readonly string[] }[];
  locations: readonly { code: string }[];
  groups: readonly GroupRule[];
  chains: readonly ChainRule[];
  overrides: readonly OverrideRule[];
}

/** What no part of the document is wrong by itself for: names given twice, and names that nothing has. */
export function findContradictions(rules: Related, overrideId: (override: OverrideRule) => string): Contradiction[] {
  const { roles, profiles, locations, groups, chains, overrides } = rules;
  return [
    ...repeated('roles', roles, ({ name }) => name),
    ...repeated('profiles', profiles, ({ name }) => name),
    ...repeated('locations', locations, ({ code }) => code),
    ...repeated('groups', groups, ({ name }) => name),
    ...repeated('chains', chains, ({ name }) => name),
    ...repeated('overrides', overrides, overrideId),
    ...rolesWithoutRule(rules),
    ...hopsWithoutGroup(rules),
  ];
}

function repeated<Item>(list: string, items: readonly Item[], nameOf: (item: Item) => string): Contradiction[] {
  const seen = new Set<string>();
  return items.map(nameOf).flatMap((name, index) => {
    const isNew = seen.size < seen.add(name).size;
    return isNew ? [] : [{ path: [list, index], message: `"${name}" is there already` }];
  });
}

function rolesWithoutRule({ roles, profiles }: Related): Contradiction[] {
  const known = new Set(roles.map(({ role }) => role));
  return profiles.flatMap((profile, index) =>
    profile.roles.flatMap((role, at) =>
      known.has(role) ? [] : [{ path: ['profiles', index, 'roles', at], message: `no rule gives the role "${role}"` }],
    ),
  );
}

function hopsWithoutGroup({ groups, chains }: Related): Contradiction[] {
  const known = new Set(groups.map(({ name }) => name));
  return chains.flatMap(({ hops }, index) =>
    hops.flatMap((hop, at) =>
      !('group' in hop) || known.has(hop.group)
        ? []
        : [{ path: ['chains', index, 'hops', at, 'group'], message: `there is no group "${hop.group}"` }],
    ),
  );
}
