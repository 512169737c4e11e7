import type { Reader } from '../../bytes/reader.ts';
import { EncodeError } from '../../errors.ts';
import { formatIpv4, formatIpv6 } from '../../net/address.ts';
import { hexOf } from '../../net/hex.ts';
import type { Field } from '../fields/field.ts';
import { rest } from '../fields/octets.ts';

/** `0000.0000.0001.00`: IS-IS system identifier and the number of its pseudonode, if any. */
const formatSystemId = (octets: Uint8Array): string =>
  `${inPairs(octets.subarray(0, 6))}.${hexOf(octets.subarray(6)) || '00'}`;

/** RFC 9552 §5.2.1.4: what a router identifier of so many octets is. */
const forms = new Map<number, (octets: Uint8Array) => string>([
  [4, formatIpv4],
  [6, formatSystemId],
  [7, formatSystemId],
  // An OSPF pseudonode: the designated router and its interface, an address or (OSPFv3) a number
  [8, (octets) => `${formatIpv4(octets)}:${formatIpv4(octets, 4)}`],
  // Of protocols Direct and Static
  [16, formatIpv6],
]);

export const formatRouterId = (octets: Uint8Array): string => forms.get(octets.length)?.(octets) ?? hexOf(octets);

/** Of one of `lengths`; which one `lengthOf` says. */
const routerIdOf = (lengths: readonly number[], lengthOf: (reader: Reader) => number): Field<Uint8Array> => ({
  decode(reader) {
    const length = lengthOf(reader);
    return lengths.includes(length) ? reader.take(length) : reader.fail(`a router identifier of ${length} octets`);
  },
  encode(writer, value) {
    if (!lengths.includes(value.length)) throw new EncodeError(`a router identifier of ${value.length} octets`);
    writer.bytes(value);
  },
  toJson: formatRouterId,
});

/** To the end. */
export const igpRouterId = routerIdOf([...forms.keys()], (reader) => reader.remaining);

/** IS-IS without pseudonode. */
export const systemId = routerIdOf([6], () => 6);

/** Of OSPF (4) or IS-IS (6), in front of a SID of 3 or 4 octets. */
export const neighborBeforeSid = routerIdOf([4, 6], (reader) => (reader.remaining > 8 ? 6 : 4));

const inPairs = (octets: Uint8Array): string => hexOf(octets).replace(/.{4}(?=.)/g, '$&.');

/** `49.0001`, to the end; ISO/IEC 10589. */
export const areaAddress: Field<Uint8Array> = {
  ...rest,
  toJson: (address) => [address.subarray(0, 1), address.subarray(1)].map(inPairs).join('.'),
};
