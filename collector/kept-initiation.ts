import type { Initiation } from '#protocol/bmp/messages/index.ts';

/** With octets of its own: those of a decoded message are views of all that arrived with it, which would stay for as long. */
export const keptInitiation = (initiation: Initiation): Initiation => ({
  ...initiation,
  tlvs: initiation.tlvs.map((tlv) => ({ ...tlv, value: tlv.value.slice() })),
});
