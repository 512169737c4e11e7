import { defineCapability } from './capability.ts';

/** RFC 9234 §4.1: 0 provider, 1 route server, 2 route server client, 3 customer, 4 peer. */
export const role = defineCapability({
  code: 9,
  name: 'role',
  reference: 'RFC 9234',
  decode: (reader) => ({ role: reader.u8() }),
  encode(writer, value: { role: number }) {
    writer.u8(value.role);
  },
});
