import type { View } from '#protocol/bmp/peer-header.ts';

/** From what the neighbour said to what was said to others. */
export const views = [
  'adj-rib-in-pre',
  'adj-rib-in-post',
  'loc-rib',
  'adj-rib-out-pre',
  'adj-rib-out-post',
] as const satisfies readonly View[];
