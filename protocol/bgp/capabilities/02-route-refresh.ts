import { emptyCapability } from './empty.ts';

/** RFC 2918 §2. */
export const routeRefresh = emptyCapability(2, 'route-refresh', 'RFC 2918');
