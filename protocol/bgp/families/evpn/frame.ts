import type { RouteFrame } from '../route-table.ts';

/** RFC 7432 §7: route type (1), length (1). */
export const evpnFrame: RouteFrame = { typeWidth: 1, lengthWidth: 1 };
