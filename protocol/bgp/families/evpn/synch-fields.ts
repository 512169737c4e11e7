import { routeDistinguisher } from '../../fields/octets.ts';
import { ethernetSegmentIdentifier } from './fields.ts';
import { flowFields, flowKey } from './flow-fields.ts';

/** What the two synch routes have in common; RFC 9251 §9.2 and §9.3. */
export const synchFields = { routeDistinguisher, ethernetSegmentIdentifier, ...flowFields };

const [ethernetTagId, ...flow] = flowKey;

export const synchKey = [ethernetTagId, 'ethernetSegmentIdentifier', ...flow] as const;
