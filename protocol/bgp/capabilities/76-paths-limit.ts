import { familiesCapability } from './families-capability.ts';

/** draft-abraitis-idr-addpath-paths-limit §2: AFI (2), SAFI (1), paths (2) of one prefix that are wanted at most; 0 says nothing. */
export const pathsLimit = familiesCapability({
  code: 76,
  name: 'paths-limit',
  reference: 'draft-abraitis-idr-addpath-paths-limit',
  decodeEntry: (reader) => ({ afi: reader.u16(), safi: reader.u8(), limit: reader.u16() }),
  encodeEntry: (writer, { afi, safi, limit }) => writer.u16(afi).u8(safi).u16(limit),
});
