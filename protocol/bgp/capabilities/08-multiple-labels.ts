import { familiesCapability } from './families-capability.ts';

/** RFC 8277 §2.1: AFI (2), SAFI (1), count (1) of labels that a prefix may come with; 255 is any number, 0 and 1 say nothing. */
export const multipleLabels = familiesCapability({
  code: 8,
  name: 'multiple-labels',
  reference: 'RFC 8277',
  decodeEntry: (reader) => ({ afi: reader.u16(), safi: reader.u8(), count: reader.u8() }),
  encodeEntry: (writer, { afi, safi, count }) => writer.u16(afi).u8(safi).u8(count),
});
