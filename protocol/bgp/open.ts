import type { Reader } from '../bytes/reader.ts';
import { Writer } from '../bytes/writer.ts';
import { formatIpv4, parseIpv4 } from '../net/address.ts';
import { asTrans } from './attributes/as-path-segments.ts';
import { type Capability, capabilitiesNamed, decodeCapability, encodeCapability } from './capabilities/index.ts';
import type { Issue } from './context.ts';

export type { Capability } from './capabilities/index.ts';

/** RFC 4271 §4.2. */
export interface Open {
  version: number;
  /** Of the four-octet AS capability where there is one. */
  asn: number;
  /** Seconds. */
  holdTime: number;
  bgpId: string;
  /** Of all parameters, in order; parameters of another kind are obsolete and left out. */
  capabilities: Capability[];
}

const capabilitiesParameter = 2;
/** Parameter type that says the lengths are of two octets; written in place of the first length as well. */
const extendedMark = 255;

/** Version (1), AS (2), hold time (2), BGP identifier (4), parameters length (1), parameters; all of the reader. */
export function decodeOpen(reader: Reader, issues: Issue[]): Open {
  const version = reader.u8();
  const shortAsn = reader.u16();
  const holdTime = reader.u16();
  const bgpId = formatIpv4(reader.take(4));
  const capabilities = decodeParameters(reader, issues);
  const asn = capabilitiesNamed(capabilities, 'four-octet-as')[0]?.asn ?? shortAsn;
  return { version, asn, holdTime, bgpId, capabilities };
}

/** All capabilities in one parameter; the extended form of RFC 9072 where 255 octets do not do. */
export function encodeOpen(writer: Writer, { version, asn, holdTime, bgpId, capabilities }: Open): void {
  writer
    .u8(version)
    .u16(asn > 0xffff ? asTrans : asn)
    .u16(holdTime)
    .bytes(parseIpv4(bgpId));
  if (capabilities.length === 0) {
    writer.u8(0);
    return;
  }
  if (capabilitiesLength(capabilities) + 2 < extendedMark) encodeShort(writer, capabilities);
  else encodeExtended(writer, capabilities);
}

/** RFC 9072 §2: the type tells the extended form, and then the length before it, which is not 0, means nothing. */
function decodeParameters(reader: Reader, issues: Issue[]): Capability[] {
  const length = reader.u8();
  const extended = length > 0 && reader.remaining > 0 && reader.peek() === extendedMark;
  if (!extended) return decodeShort(reader, length, issues);
  reader.skip(1);
  return parametersOf(reader.sub(reader.u16()), (field) => field.u16());
}

/**
 * GoBGP lets both length octets overflow when there are many capabilities. The message's own length is right, so a count
 * that is short by a multiple of 256 gives itself away.
 */
function decodeShort(reader: Reader, length: number, issues: Issue[]): Capability[] {
  const excess = reader.remaining - length;
  if (excess <= 0 || excess % 256 !== 0) return parametersOf(reader.sub(length), (field) => field.u8());
  issues.push({ code: null, reason: 'OPEN parameter length overflowed', outcome: 'note', offset: reader.offset });
  return parametersOf(reader.sub(reader.remaining), (field) => overflowedLength(field));
}

function overflowedLength(field: Reader): number {
  const length = field.u8();
  const excess = field.remaining - length;
  return excess > 0 && excess % 256 === 0 ? field.remaining : length;
}

/** Parameter type (1), length (1, extended 2), value, repeated. */
function parametersOf(field: Reader, lengthOf: (field: Reader) => number): Capability[] {
  const capabilities: Capability[] = [];
  while (field.remaining > 0) {
    const type = field.u8();
    const value = field.sub(lengthOf(field));
    while (type === capabilitiesParameter && value.remaining > 0) capabilities.push(decodeCapability(value));
  }
  return capabilities;
}

function encodeShort(writer: Writer, capabilities: readonly Capability[]): void {
  const all = writer.fork(1);
  const parameter = writer.u8(capabilitiesParameter).fork(1);
  for (const capability of capabilities) encodeCapability(writer, capability);
  writer.join(parameter, 1).join(all, 1);
}

/** RFC 9072 §2. */
function encodeExtended(writer: Writer, capabilities: readonly Capability[]): void {
  const all = writer.u8(extendedMark).u8(extendedMark).fork(2);
  const parameter = writer.u8(capabilitiesParameter).fork(2);
  for (const capability of capabilities) encodeCapability(writer, capability);
  writer.join(parameter, 2).join(all, 2);
}

function capabilitiesLength(capabilities: readonly Capability[]): number {
  const writer = new Writer();
  for (const capability of capabilities) encodeCapability(writer, capability);
  return writer.length;
}
