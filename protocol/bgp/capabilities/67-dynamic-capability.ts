import { defineCapability } from './capability.ts';

/** draft-ietf-idr-dynamic-cap §3: codes (1 each) of the capabilities that may change while the session is up. */
export const dynamicCapability = defineCapability({
  code: 67,
  name: 'dynamic-capability',
  reference: 'draft-ietf-idr-dynamic-cap',
  decode: (reader) => ({ codes: [...reader.rest()] }),
  encode(writer, { codes }: { codes: number[] }) {
    for (const code of codes) writer.u8(code);
  },
});
