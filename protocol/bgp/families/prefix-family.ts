import type { Reader } from '../../bytes/reader.ts';
import { EncodeError } from '../../errors.ts';
import { addressLength, formatPrefix, octetsOfBits, paddedAddress, significantOctets } from '../../net/prefix.ts';
import { defineFamily, type Family, type Nlri } from './family.ts';

export interface PrefixFamilyIdentity {
  afi: 1 | 2;
  safi: number;
  name: string;
  reference: string;
}

/** A family whose NLRI are length in bits (1) and prefix, RFC 4271 §4.3 and RFC 4760 §5. */
export function definePrefixFamily(identity: PrefixFamilyIdentity): Family {
  const ipVersion = identity.afi === 1 ? 4 : 6;
  const bits = addressLength[ipVersion] * 8;
  const format = (nlri: Nlri): string => formatPrefix(nlri, ipVersion);
  return defineFamily({
    ...identity,
    ipVersion,
    format,
    distinguished: false,
    delimited: true,
    plainPrefixes: true,
    measure: (field, at) => measureBits(field, at, 0, bits),
    decode: (reader, pathId) => decodePrefix(reader, pathId, bits),
    encode(writer, { prefixLength, address }) {
      if (prefixLength > bits || address.length !== octetsOfBits(prefixLength))
        throw new EncodeError(`no ${identity.name} prefix`);
      writer.u8(prefixLength).bytes(address);
    },
    key: (nlri) => prefixKey(nlri, ipVersion),
    describe: (nlri) => ({ text: format(nlri), routeDistinguisher: null, labels: null, fields: null }),
  });
}

/** Octets of a length in bits (1) and what it counts, or NaN where the length is out of bounds. */
export function measureBits(field: Uint8Array, at: number, least: number, most: number): number {
  const length = field[at] ?? Number.NaN;
  return length >= least && length <= most ? 1 + octetsOfBits(length) : Number.NaN;
}

/** Route distinguisher (8) where there is one, address at its full width, length (1). */
export function prefixKey({ routeDistinguisher, address, prefixLength }: Nlri, version: 4 | 6): Uint8Array {
  const before = routeDistinguisher?.length ?? 0;
  const key = new Uint8Array(before + addressLength[version] + 1);
  if (routeDistinguisher !== null) key.set(routeDistinguisher);
  key.set(paddedAddress(address, version), before);
  key[key.length - 1] = prefixLength;
  return key;
}

function decodePrefix(reader: Reader, pathId: number | null, bits: number): Nlri {
  const prefixLength = reader.peek();
  if (prefixLength > bits) reader.fail(`prefix length ${prefixLength}`);
  reader.skip(1);
  const address = significantOctets(reader.take(octetsOfBits(prefixLength)), prefixLength);
  return { pathId, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
}
