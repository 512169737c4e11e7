import { u8, u32 } from '../../fields/numbers.ts';
import { defineRouteType } from '../route-type.ts';
import { synchFields, synchKey } from './synch-fields.ts';

/** RFC 9251 §9.3. */
export const leaveSynch = defineRouteType({
  code: 8,
  name: 'leave-synch',
  reference: 'RFC 9251',
  fields: { ...synchFields, reserved: u32, maximumResponseTime: u8, flags: u8 },
  key: synchKey,
});
