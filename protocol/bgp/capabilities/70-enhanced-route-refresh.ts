import { emptyCapability } from './empty.ts';

/** RFC 7313 §3.1. */
export const enhancedRouteRefresh = emptyCapability(70, 'enhanced-route-refresh', 'RFC 7313');
