import { familiesCapability } from './families-capability.ts';
import { outboundRouteFilters } from './outbound-route-filters.ts';

/** As Cisco had it before RFC 5291, ORF type 128 being the address prefix; RFC 8810 §4. */
export const prestandardOutboundRouteFiltering = familiesCapability({
  code: 130,
  name: 'prestandard-outbound-route-filtering',
  reference: 'RFC 8810',
  ...outboundRouteFilters,
});
