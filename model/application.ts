import type { Discovery } from './discovery.ts';
import type { Draft } from './knowledge.ts';
import type { StreamRecord } from './record.ts';
import type { RoleMatcher } from './roles.ts';
import type { DiscoveryRules } from './rules.ts';
import type { Timings } from './timings.ts';

/** All that applying one stream record needs at hand. */
export interface Application {
  draft: Draft;
  discovery: Discovery;
  record: StreamRecord;
  rules: DiscoveryRules;
  roleOf: RoleMatcher;
  timings: Timings;
}
