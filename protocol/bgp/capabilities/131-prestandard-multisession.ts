import { defineCapability } from './capability.ts';
import { multisessionValue } from './multisession-value.ts';

/** As Cisco had it before code 68; RFC 8810 §4. */
export const prestandardMultisession = defineCapability({
  code: 131,
  name: 'prestandard-multisession',
  reference: 'RFC 8810',
  ...multisessionValue,
});
