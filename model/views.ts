import type { View } from '#protocol/bmp/peer-header.ts';

/** From what the neighbour said to what was said to others. */
export const views = [
  'adj-rib-in-pre',
  'adj-rib-in-post',
  'loc-rib',
  'adj-rib-out-pre',
  'adj-rib-out-post',
] as const satisfies readonly View[];

/** What the view says that is nearest to the neighbour's own word. */
export const nearest = <Said>(said: Partial<Record<View, Said>>): Said | undefined =>
  views.map((view) => said[view]).find((each) => each !== undefined);
