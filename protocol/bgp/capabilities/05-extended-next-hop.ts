import { familiesCapability } from './families-capability.ts';

/** RFC 8950 §4: NLRI AFI (2), NLRI SAFI (2), next hop AFI (2): NLRI of the family may come with a next hop of the other AFI. */
export const extendedNextHop = familiesCapability({
  code: 5,
  name: 'extended-next-hop',
  reference: 'RFC 8950',
  decodeEntry: (reader) => ({ afi: reader.u16(), safi: reader.u16(), nextHopAfi: reader.u16() }),
  encodeEntry: (writer, { afi, safi, nextHopAfi }) => writer.u16(afi).u16(safi).u16(nextHopAfi),
});
