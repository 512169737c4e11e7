import { familiesCapability } from './families-capability.ts';
import { sendReceiveEntry } from './send-receive.ts';

/** RFC 7911 §4. */
export const addPath = familiesCapability({
  code: 69,
  name: 'add-path',
  reference: 'RFC 7911',
  ...sendReceiveEntry,
});
