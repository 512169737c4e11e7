import { emptyCapability } from './empty.ts';

/** RFC 3107 §5; deprecated by RFC 8277 §6. */
export const multipleRoutes = emptyCapability(4, 'multiple-routes', 'RFC 3107');
