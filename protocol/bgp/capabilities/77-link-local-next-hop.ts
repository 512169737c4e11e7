import { emptyCapability } from './empty.ts';

/** draft-ietf-idr-linklocal-capability §2. */
export const linkLocalNextHop = emptyCapability(77, 'link-local-next-hop', 'draft-ietf-idr-linklocal-capability');
