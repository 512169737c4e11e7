import type { RouteFrame } from '../route-table.ts';

/** Architecture type (1), route type (2), length (1). Both types together say how a route is written: they are its code. */
export const mupFrame: RouteFrame = {
  typeWidth: 3,
  lengthWidth: 1,
  formatCode: (code) => `${code >> 16}:${code & 0xffff}`,
};

/** Architecture type 1, 3gpp-5g, before a route type. */
export const threeGpp5g = 0x010000;
