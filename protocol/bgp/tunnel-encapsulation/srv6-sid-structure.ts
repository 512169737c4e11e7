import { srv6EndpointBehaviorName } from '../../net/srv6-endpoint-behavior.ts';
import { named, optional, reserved, struct, u8, u16 } from '../tlv/field.ts';

/** SRv6 Endpoint Behavior and SID Structure, RFC 9830 §2.4.4.2.4: lengths in bits. Present where the length of its sub-TLV says so. */
export const srv6SidStructure = optional(
  struct({
    endpointBehavior: named(u16, srv6EndpointBehaviorName),
    reserved: reserved(u16),
    locatorBlockLength: u8,
    locatorNodeLength: u8,
    functionLength: u8,
    argumentLength: u8,
  }),
);
