import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import type { Json } from '../../json.ts';
import { hexOf } from '../../net/hex.ts';
import { named, type RecordField, record } from './composite-field.ts';
import {
  candidatePathDescriptors,
  linkDescriptors,
  localNode,
  prefixDescriptors,
  remoteNode,
  sidDescriptors,
} from './descriptors.ts';
import { u8, u64, type ValueOf } from './field.ts';
import { type AnyTlv, tlvs } from './tlv.ts';

/** IANA "BGP-LS Protocol-IDs". */
const protocols = [
  undefined,
  'isis-level-1',
  'isis-level-2',
  'ospfv2',
  'direct',
  'static',
  'ospfv3',
  'bgp',
  'rsvp-te',
  'segment-routing',
];

/** Protocol (1), instance identifier (8), descriptors; RFC 9552 §5.2. */
const object = <Entry extends AnyTlv>(entries: readonly Entry[]) =>
  record({ protocolId: named(u8, protocols), identifier: u64, descriptors: tlvs(entries) });

/** IANA "BGP-LS NLRI Types"; one more is one line. */
const objects = {
  node: { nlriType: 1, body: object([localNode]) },
  link: { nlriType: 2, body: object([localNode, remoteNode, ...linkDescriptors]) },
  'ipv4-prefix': { nlriType: 3, body: object([localNode, ...prefixDescriptors(4)]) },
  'ipv6-prefix': { nlriType: 4, body: object([localNode, ...prefixDescriptors(6)]) },
  'sr-policy-candidate-path': { nlriType: 5, body: object([localNode, ...candidatePathDescriptors]) },
  'srv6-sid': { nlriType: 6, body: object([localNode, ...sidDescriptors]) },
} as const;

type Objects = typeof objects;

export const objectTypes = Object.entries(objects).map(([name, { nlriType }]) => ({ code: nlriType, name }));

/** What an NLRI is about, its type and descriptors. */
export type LinkStateObject = {
  [Type in keyof Objects]: { type: Type } & ValueOf<Objects[Type]['body']>;
}[keyof Objects];

/** Of a type that is not in the table: nothing but its frame is known. */
export interface UnknownObject {
  type: 'unknown';
  nlriType: number;
  octets: Uint8Array;
}

type AnyObject = LinkStateObject | UnknownObject;

const typeOf = new Map<number, keyof Objects>(
  Object.entries(objects).map(([type, { nlriType }]) => [nlriType, type as keyof Objects]),
);

/** The one place where a body and its value, both found by the type, are known to fit. */
const bodyOf = (type: keyof Objects): RecordField<object> => objects[type].body as RecordField<object>;

/** The body of an NLRI, to the end. */
export function decodeObject(reader: Reader, nlriType: number): AnyObject {
  const type = typeOf.get(nlriType);
  if (type === undefined) return { type: 'unknown', nlriType, octets: reader.rest() };
  return { type, ...bodyOf(type).decode(reader) } as LinkStateObject;
}

export function encodeObject(writer: Writer, value: AnyObject): void {
  if (value.type === 'unknown') writer.bytes(value.octets);
  else bodyOf(value.type).encode(writer, value);
}

export function nlriTypeOf(value: AnyObject): number {
  if (value.type !== 'unknown') return objects[value.type].nlriType;
  if (typeOf.has(value.nlriType)) throw new EncodeError(`NLRI type ${value.nlriType} is known`);
  return value.nlriType;
}

export function objectToJson(value: AnyObject): { [key: string]: Json } {
  if (value.type === 'unknown') return { type: value.type, nlriType: value.nlriType, hex: hexOf(value.octets) };
  return { type: value.type, ...bodyOf(value.type).toJson(value) };
}
