import { type CapabilityDefinition, defineCapability } from './capability.ts';

/** A capability that says all by being there. */
export function emptyCapability<const Name extends string>(
  code: number,
  name: Name,
  reference: string,
): CapabilityDefinition<Name, Record<never, never>> {
  return defineCapability({ code, name, reference, decode: () => ({}), encode: () => {} });
}
