import { type Capability, capabilityOf } from '#protocol/bgp/capabilities/index.ts';
import { hexOf } from '#protocol/net/hex.ts';
import type { CapabilityText } from './state.ts';

/** A capability for people: its name and its fields, or the octets of one that has no name here. */
export function capabilityText({ code, value }: { code: number; value: Uint8Array }): CapabilityText {
  const capability = capabilityOf(code, value);
  return { code, name: capability.name, value: fieldsText(capability) };
}

function fieldsText(capability: Capability): string {
  const { code: _code, name: _name, ...fields } = capability;
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${value instanceof Uint8Array ? hexOf(value) : textOf(value)}`)
    .join(', ');
}

const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
