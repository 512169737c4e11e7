import { familiesCapability } from './families-capability.ts';
import { outboundRouteFilters } from './outbound-route-filters.ts';

/** RFC 5291 §5. */
export const outboundRouteFiltering = familiesCapability({
  code: 3,
  name: 'outbound-route-filtering',
  reference: 'RFC 5291',
  ...outboundRouteFilters,
});
