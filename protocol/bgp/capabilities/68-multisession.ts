import { defineCapability } from './capability.ts';
import { multisessionValue } from './multisession-value.ts';

export const multisession = defineCapability({
  code: 68,
  name: 'multisession',
  reference: 'draft-ietf-idr-bgp-multisession',
  ...multisessionValue,
});
