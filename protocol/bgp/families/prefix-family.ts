import type { Reader } from '../../bytes/reader.ts';
import { EncodeError } from '../../errors.ts';
import { addressLength, formatPrefix, paddedAddress, significantOctets } from '../../net/prefix.ts';
import { defineFamily, type Family, type Nlri } from './family.ts';

interface PrefixFamilyIdentity {
  afi: 1 | 2;
  safi: number;
  name: string;
  reference: string;
}

/** A family whose NLRI are length in bits (1) and prefix, RFC 4271 §4.3 and RFC 4760 §5. */
export function definePrefixFamily(identity: PrefixFamilyIdentity): Family {
  const ipVersion = identity.afi === 1 ? 4 : 6;
  const octets = addressLength[ipVersion];
  const bits = octets * 8;
  const format = (nlri: Nlri): string => formatPrefix(nlri, ipVersion);
  return defineFamily({
    ...identity,
    ipVersion,
    format,
    delimited: true,
    plainPrefixes: true,
    measure: (field, at) => ((field[at] ?? bits + 1) > bits ? Number.NaN : 1 + (((field[at] ?? 0) + 7) >> 3)),
    decode: (reader, pathId) => decodePrefix(reader, pathId, bits),
    encode(writer, { prefixLength, address }) {
      if (prefixLength > bits || address.length !== (prefixLength + 7) >> 3)
        throw new EncodeError(`no ${identity.name} prefix`);
      writer.u8(prefixLength).bytes(address);
    },
    key(nlri) {
      const key = new Uint8Array(octets + 1);
      key.set(paddedAddress(nlri.address, ipVersion));
      key[octets] = nlri.prefixLength;
      return key;
    },
    describe: (nlri) => ({ text: format(nlri), routeDistinguisher: null, labels: null, fields: null }),
  });
}

function decodePrefix(reader: Reader, pathId: number | null, bits: number): Nlri {
  const prefixLength = reader.peek();
  if (prefixLength > bits) reader.fail(`prefix length ${prefixLength}`);
  reader.skip(1);
  const address = significantOctets(reader.take((prefixLength + 7) >> 3), prefixLength);
  return { pathId, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
}
