import { emptyCapability } from './empty.ts';

/** RFC 8654 §3. */
export const extendedMessage = emptyCapability(6, 'extended-message', 'RFC 8654');
