import type { Reader } from '../../bytes/reader.ts';
import { defineCapability } from './capability.ts';

/** NLRI of the family may come with a next hop of the other AFI. */
export type ExtendedNextHop = {
  afi: number;
  safi: number;
  nextHopAfi: number;
};

/** RFC 8950 §4: NLRI AFI (2), NLRI SAFI (2), next hop AFI (2), repeated. */
export const extendedNextHop = defineCapability({
  code: 5,
  name: 'extended-next-hop',
  reference: 'RFC 8950',
  decode(reader) {
    const families: ExtendedNextHop[] = [];
    while (reader.remaining > 0) families.push(decodeEntry(reader));
    return { families };
  },
  encode(writer, { families }: { families: ExtendedNextHop[] }) {
    for (const { afi, safi, nextHopAfi } of families) writer.u16(afi).u16(safi).u16(nextHopAfi);
  },
});

const decodeEntry = (reader: Reader): ExtendedNextHop => ({
  afi: reader.u16(),
  safi: reader.u16(),
  nextHopAfi: reader.u16(),
});
