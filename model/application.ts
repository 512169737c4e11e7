import type { Discovery } from './discovery/discovery.ts';
import type { EarlierViews } from './discovery/earlier-views.ts';
import type { Draft } from './knowledge.ts';
import type { StreamRecord } from './record.ts';
import type { CompiledRules } from './rules/compiled-rules.ts';
import type { Timings } from './timings.ts';

/** All that applying one stream record needs at hand. */
export interface Application {
  draft: Draft;
  discovery: Discovery;
  record: StreamRecord;
  rules: CompiledRules;
  timings: Timings;
  earlier?: EarlierViews;
}
