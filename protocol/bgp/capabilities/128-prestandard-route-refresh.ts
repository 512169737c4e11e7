import { emptyCapability } from './empty.ts';

/** As Cisco had it before RFC 2918; RFC 8810 §4. */
export const prestandardRouteRefresh = emptyCapability(128, 'prestandard-route-refresh', 'RFC 8810');
