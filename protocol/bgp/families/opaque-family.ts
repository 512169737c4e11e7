import { EncodeError } from '../../errors.ts';
import { hexOf } from '../../net/hex.ts';
import { defineFamily, type Family } from './family.ts';

const noAddress = new Uint8Array(0);

/** A family whose NLRI are kept as octets: all that one attribute carries is one Nlri. */
export function defineOpaqueFamily(afi: number, safi: number, name = `${afi}-${safi}`): Family {
  return defineFamily({
    afi,
    safi,
    name,
    ipVersion: null,
    delimited: false,
    measure: (field, at) => field.length - at,
    decode: (reader, pathId) => ({
      pathId,
      prefixLength: 0,
      address: noAddress,
      routeDistinguisher: null,
      labels: null,
      nlri: reader.rest(),
    }),
    encode(writer, { nlri }) {
      if (nlri === null) throw new EncodeError(`${name} wants the octets of its NLRI`);
      writer.bytes(nlri);
    },
    key: ({ nlri }) => nlri ?? noAddress,
    format: ({ nlri }) => hexOf(nlri ?? noAddress),
  });
}
