import type { RouteFrame } from '../route-table.ts';

/** RFC 6514 §4: route type (1), length (1). */
export const mvpnFrame: RouteFrame = { typeWidth: 1, lengthWidth: 1 };
