import { interworkSegmentDiscovery } from './1-interwork-segment-discovery.ts';
import { directSegmentDiscovery } from './2-direct-segment-discovery.ts';
import { type1SessionTransformed } from './3-type-1-session-transformed.ts';
import { type2SessionTransformed } from './4-type-2-session-transformed.ts';

/** The table: one more route type is one file and one line here. */
export const mupRouteTypes = (version: 4 | 6) =>
  [
    interworkSegmentDiscovery(version),
    directSegmentDiscovery,
    type1SessionTransformed(version),
    type2SessionTransformed(version),
  ] as const;
