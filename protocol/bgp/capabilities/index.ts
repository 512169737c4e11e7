import { Reader } from '../../bytes/reader.ts';
import { Writer } from '../../bytes/writer.ts';
import { DecodeError } from '../../errors.ts';
import { multiprotocol } from './01-multiprotocol.ts';
import { routeRefresh } from './02-route-refresh.ts';
import { outboundRouteFiltering } from './03-outbound-route-filtering.ts';
import { multipleRoutes } from './04-multiple-routes.ts';
import { extendedNextHop } from './05-extended-next-hop.ts';
import { extendedMessage } from './06-extended-message.ts';
import { bgpsec } from './07-bgpsec.ts';
import { multipleLabels } from './08-multiple-labels.ts';
import { role } from './09-role.ts';
import { gracefulRestart } from './64-graceful-restart.ts';
import { fourOctetAs } from './65-four-octet-as.ts';
import { dynamicCapability } from './67-dynamic-capability.ts';
import { multisession } from './68-multisession.ts';
import { addPath } from './69-add-path.ts';
import { enhancedRouteRefresh } from './70-enhanced-route-refresh.ts';
import { longLivedGracefulRestart } from './71-long-lived-graceful-restart.ts';
import { routingPolicyDistribution } from './72-routing-policy-distribution.ts';
import { fqdn } from './73-fqdn.ts';
import { bfdStrictMode } from './74-bfd-strict-mode.ts';
import { softwareVersion } from './75-software-version.ts';
import { pathsLimit } from './76-paths-limit.ts';
import { linkLocalNextHop } from './77-link-local-next-hop.ts';
import { prestandardRouteRefresh } from './128-prestandard-route-refresh.ts';
import { prestandardOutboundRouteFiltering } from './130-prestandard-outbound-route-filtering.ts';
import { prestandardMultisession } from './131-prestandard-multisession.ts';
import type { CapabilityDefinition } from './capability.ts';

/**
 * The table: one more capability is one file and one line here. Of the codes that IANA names, 66, 129, 184 and 185 are left
 * out: no document says how they are written.
 */
export const capabilities = [
  multiprotocol,
  routeRefresh,
  outboundRouteFiltering,
  multipleRoutes,
  extendedNextHop,
  extendedMessage,
  bgpsec,
  multipleLabels,
  role,
  gracefulRestart,
  fourOctetAs,
  dynamicCapability,
  multisession,
  addPath,
  enhancedRouteRefresh,
  longLivedGracefulRestart,
  routingPolicyDistribution,
  fqdn,
  bfdStrictMode,
  softwareVersion,
  pathsLimit,
  linkLocalNextHop,
  prestandardRouteRefresh,
  prestandardOutboundRouteFiltering,
  prestandardMultisession,
] as const;

type Entry = (typeof capabilities)[number];
type Known<E> =
  E extends CapabilityDefinition<infer Name, infer Fields> ? { code: number; name: Name } & Fields : never;

/** A capability of the table, or any other (and any malformed one) as its octets. */
export type Capability = Known<Entry> | { code: number; name: 'unknown'; value: Uint8Array };

/** The fields of capability `Name`. */
export type CapabilityNamed<Name extends Capability['name']> = Extract<Capability, { name: Name }>;

const byCode = new Map<number, CapabilityDefinition<string, object>>(capabilities.map((entry) => [entry.code, entry]));

/** Reads code (1), length (1), value. A value that does not fit its code stays raw. */
export function decodeCapability(reader: Reader): Capability {
  const code = reader.u8();
  const value = reader.sub(reader.u8());
  const entry = byCode.get(code);
  const raw = value.fork().rest();
  if (entry === undefined) return { code, name: 'unknown', value: raw };
  try {
    const fields = entry.decode(value);
    value.expectEnd();
    return { code, name: entry.name, ...fields } as Capability;
  } catch (error) {
    if (error instanceof DecodeError) return { code, name: 'unknown', value: raw };
    throw error;
  }
}

export function encodeCapability(writer: Writer, capability: Capability): void {
  const length = writer.u8(capability.code).fork(1);
  if (capability.name === 'unknown') writer.bytes(capability.value);
  else byCode.get(capability.code)?.encode(writer, capability);
  writer.join(length, 1);
}

/** The value's octets, without code and length. */
export function capabilityValue(capability: Capability): Uint8Array {
  const writer = new Writer(64);
  encodeCapability(writer, capability);
  return writer.finish().subarray(2);
}

/** The inverse of `capabilityValue`. */
export function capabilityOf(code: number, value: Uint8Array): Capability {
  const writer = new Writer(value.length + 2).u8(code).u8(value.length).bytes(value);
  return decodeCapability(Reader.over(writer.finish()));
}

/** All capabilities of the name, in the order they came. */
export function capabilitiesNamed<Name extends Capability['name']>(
  list: readonly Capability[],
  name: Name,
): CapabilityNamed<Name>[] {
  return list.filter((capability): capability is CapabilityNamed<Name> => capability.name === name);
}
