import { srv6EndpointBehaviorName } from '../../net/srv6-endpoint-behavior.ts';
import type { Field } from './field.ts';
import { u8, u16 } from './numbers.ts';

/** IANA "SRv6 Endpoint Behaviors". */
export const endpointBehavior: Field<number> = { ...u16, toJson: srv6EndpointBehaviorName };

/** Of the parts of a SID, in bits; RFC 8986 §3.1. */
export const sidPartLengths = {
  locatorBlockLength: u8,
  locatorNodeLength: u8,
  functionLength: u8,
  argumentLength: u8,
};
