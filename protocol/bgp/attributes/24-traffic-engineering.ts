import { struct, times } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { float32, named, reserved, u8, u16 } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';
import { fieldCodec } from './field-codec.ts';

/** IANA "Switching Types", RFC 4203 §1.4. */
const switchingCapabilities = {
  1: 'packet-1',
  2: 'packet-2',
  3: 'packet-3',
  4: 'packet-4',
  51: 'layer-2',
  100: 'time-division',
  150: 'lambda',
  200: 'fiber',
};

/**
 * RFC 5543 §3: bandwidths in octets a second, by priority, then what the switching capability has to add. That has no length
 * of its own, so further descriptors, if any, are in it.
 */
const descriptor = struct({
  switchingCapability: named(u8, switchingCapabilities),
  encoding: u8,
  reserved: reserved(u16),
  maximumLspBandwidths: times(8, float32),
  specificInformation: rest,
});

export type TrafficEngineering = ValueOf<typeof descriptor>;

export const trafficEngineering = defineAttribute({
  code: 24,
  name: 'trafficEngineering',
  reference: 'RFC 5543',
  flags: attributeFlags.optional,
  onError: 'withdraw',
  ...fieldCodec(descriptor),
});
