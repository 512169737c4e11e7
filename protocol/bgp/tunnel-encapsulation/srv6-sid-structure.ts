import { optional, struct } from '../fields/composite.ts';
import { reserved, u16 } from '../fields/numbers.ts';
import { endpointBehavior, sidPartLengths } from '../fields/srv6.ts';

/** SRv6 Endpoint Behavior and SID Structure, RFC 9830 §2.4.4.2.4. Present where the length of its sub-TLV says so. */
export const srv6SidStructure = optional(struct({ endpointBehavior, reserved: reserved(u16), ...sidPartLengths }));
