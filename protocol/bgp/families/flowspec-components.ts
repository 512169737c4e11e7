import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import { addressLength, octetsOfBits } from '../../net/prefix.ts';
import {
  type FlowComponentType,
  type FlowPackets,
  type FlowTestsType,
  flowComponentTypes,
  ipVersionOf,
} from './flowspec-component-types.ts';

export type FlowComponent = FlowPrefix | FlowMacAddress | FlowTests;

export interface FlowPrefix {
  type: number;
  prefixLength: number;
  /** RFC 8956 §3.1: so many bits of the address are not looked at; 0 in IPv4. */
  offset: number;
  /** The bits from `offset` to `prefixLength`, padded at the end. */
  pattern: Uint8Array;
}

export interface FlowMacAddress {
  type: number;
  /** 6 octets. */
  macAddress: Uint8Array;
}

export interface FlowTests {
  type: number;
  /** At least one. */
  tests: FlowTest[];
}

/** RFC 8955 §4.2.1. */
export interface FlowTest {
  /** Has to hold together with the one before; else it is an alternative. Means nothing in the first. */
  and: boolean;
  /** The lower 4 bits of the operator octet: of a number less than (4), greater than (2), equal (1); of bits not (2), match (1). */
  operator: number;
  /** 1, 2, 4 or 8. */
  valueLength: number;
  /** A bigint where it has 8 octets. */
  value: number | bigint;
}

const endOfList = 0x80;
const andBit = 0x40;

const macAddressLength = 6;

/** Type (1) and value, repeated, in ascending order of the types and each once, RFC 8955 §4.2. One that is not known has no end. */
export function decodeFlowComponents(reader: Reader, packets: FlowPackets): FlowComponent[] {
  const components: FlowComponent[] = [];
  let previous = 0;
  do {
    const type = reader.peek();
    const known = flowComponentTypes[packets].get(type);
    if (known === undefined) reader.fail(`component type ${type}`);
    if (type <= previous) reader.fail(`component type ${type} behind ${previous}`);
    reader.skip(1);
    components.push({ type, ...decodeValue(reader, known, packets) });
    previous = type;
  } while (reader.remaining > 0);
  return components;
}

export function encodeFlowComponents(writer: Writer, components: readonly FlowComponent[], packets: FlowPackets): void {
  let previous = 0;
  for (const component of components) {
    if (component.type <= previous) throw new EncodeError(`component type ${component.type} behind ${previous}`);
    writer.u8(component.type);
    encodeValue(writer, component, packets);
    previous = component.type;
  }
}

type FlowValue = Omit<FlowPrefix, 'type'> | Omit<FlowMacAddress, 'type'> | Omit<FlowTests, 'type'>;

function decodeValue(reader: Reader, known: FlowComponentType, packets: FlowPackets): FlowValue {
  if (known.form === 'prefix') return decodePrefix(reader, packets);
  return known.form === 'tests' ? { tests: decodeTests(reader, known) } : { macAddress: decodeMacAddress(reader) };
}

function encodeValue(writer: Writer, component: FlowComponent, packets: FlowPackets): void {
  const known = flowComponentTypes[packets].get(component.type);
  if ('tests' in component && known?.form === 'tests') encodeTests(writer, component.tests, known);
  else if ('macAddress' in component && known?.form === 'mac-address') encodeMacAddress(writer, component.macAddress);
  else if ('pattern' in component && known?.form === 'prefix') encodePrefix(writer, component, packets);
  else throw new EncodeError(`no component of type ${component.type}`);
}

/** Length in octets (1) and address. */
function decodeMacAddress(reader: Reader): Uint8Array {
  const length = reader.u8();
  if (length !== macAddressLength) reader.fail(`a MAC address of ${length} octets`);
  return reader.take(length);
}

function encodeMacAddress(writer: Writer, address: Uint8Array): void {
  if (address.length !== macAddressLength) throw new EncodeError(`a MAC address of ${address.length} octets`);
  writer.u8(macAddressLength).bytes(address);
}

/** Length in bits (1), in IPv6 offset in bits (1), and the bits between; RFC 8955 §4.2.2.1, RFC 8956 §3.1. */
function decodePrefix(reader: Reader, packets: FlowPackets): Omit<FlowPrefix, 'type'> {
  const prefixLength = reader.u8();
  const offset = packets === 'ipv6' ? reader.u8() : 0;
  if (!isPrefix(prefixLength, offset, packets)) reader.fail(`prefix of bits ${offset} to ${prefixLength}`);
  return { prefixLength, offset, pattern: reader.take(octetsOfBits(prefixLength - offset)) };
}

function encodePrefix(writer: Writer, { prefixLength, offset, pattern }: FlowPrefix, packets: FlowPackets): void {
  if (!isPrefix(prefixLength, offset, packets) || pattern.length !== octetsOfBits(prefixLength - offset))
    throw new EncodeError(`no prefix of bits ${offset} to ${prefixLength}`);
  writer.u8(prefixLength);
  if (packets === 'ipv6') writer.u8(offset);
  writer.bytes(pattern);
}

function isPrefix(prefixLength: number, offset: number, packets: FlowPackets): boolean {
  const whole = prefixLength === 0 && offset === 0;
  return whole || (offset < prefixLength && prefixLength <= addressLength[ipVersionOf(packets)] * 8);
}

/** Operator (1) with the length of the value in its bits 0x30 as a power of two, and value; repeated up to the end-of-list bit. */
function decodeTests(reader: Reader, { name, valueLengths }: FlowTestsType): FlowTest[] {
  const tests: FlowTest[] = [];
  let octet = 0;
  while ((octet & endOfList) === 0) {
    octet = reader.u8();
    const valueLength = 1 << ((octet >> 4) & 3);
    if (!valueLengths.includes(valueLength)) reader.fail(`${name} of ${valueLength} octets`);
    const value = readValue(reader, valueLength);
    tests.push({ and: (octet & andBit) !== 0, operator: octet & 0x0f, valueLength, value });
  }
  return tests;
}

function encodeTests(writer: Writer, tests: readonly FlowTest[], { name, valueLengths }: FlowTestsType): void {
  if (tests.length === 0) throw new EncodeError(`${name} without a value`);
  for (const [at, { and, operator, valueLength, value }] of tests.entries()) {
    if (!valueLengths.includes(valueLength)) throw new EncodeError(`${name} of ${valueLength} octets`);
    const last = at === tests.length - 1;
    writer.u8((last ? endOfList : 0) | (and ? andBit : 0) | (Math.log2(valueLength) << 4) | operator);
    writeValue(writer, value, valueLength);
  }
}

function readValue(reader: Reader, length: number): number | bigint {
  if (length === 8) return reader.u64();
  if (length === 4) return reader.u32();
  return length === 2 ? reader.u16() : reader.u8();
}

function writeValue(writer: Writer, value: number | bigint, length: number): void {
  if (length === 8) writer.u64(BigInt(value));
  else if (length === 4) writer.u32(Number(value));
  else if (length === 2) writer.u16(Number(value));
  else writer.u8(Number(value));
}
