import { emptyCapability } from './empty.ts';

/** draft-ietf-idr-bgp-bfd-strict-mode §6. */
export const bfdStrictMode = emptyCapability(74, 'bfd-strict-mode', 'draft-ietf-idr-bgp-bfd-strict-mode');
