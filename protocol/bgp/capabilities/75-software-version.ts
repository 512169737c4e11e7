import { defineCapability } from './capability.ts';
import { decodeText, encodeText } from './text.ts';

/** draft-ietf-idr-software-version §2: text behind its length (1). */
export const softwareVersion = defineCapability({
  code: 75,
  name: 'software-version',
  reference: 'draft-abraitis-bgp-version-capability',
  decode: (reader) => ({ version: decodeText(reader) }),
  encode(writer, { version }: { version: string }) {
    encodeText(writer, version);
  },
});
