import { defineCapability } from './capability.ts';

/** RFC 6793 §3. */
export const fourOctetAs = defineCapability({
  code: 65,
  name: 'four-octet-as',
  reference: 'RFC 6793',
  decode: (reader) => ({ asn: reader.u32() }),
  encode(writer, { asn }: { asn: number }) {
    writer.u32(asn);
  },
});
