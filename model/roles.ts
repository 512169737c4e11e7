import { compileCommunityPattern } from './community-pattern.ts';
import type { AttributeSet } from './record.ts';
import type { DiscoveryRules } from './rules.ts';

export interface RoleMatch {
  role: string;
  /** Name of the rule. */
  rule: string;
}

/** Which role a route with these attributes plays; null for an ordinary route. */
export type RoleMatcher = (attributes: AttributeSet) => RoleMatch | null;

/** Compiles the role rules once. Throws RangeError on a pattern that is none. */
export function compileRoles(rules: DiscoveryRules): RoleMatcher {
  const compiled = rules.roles.map((rule) => ({
    match: { role: rule.role, rule: rule.name },
    tests: rule.communities.map(compileCommunityPattern),
  }));
  return (attributes) => compiled.find(({ tests }) => tests.some((test) => test(attributes)))?.match ?? null;
}
