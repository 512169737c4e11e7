import { u8, u32 } from '../route-fields.ts';
import { defineRouteType } from '../route-type.ts';
import { synchFields, synchKey } from './synch-fields.ts';

/** RFC 9251 §9.3. */
export const leaveSynch = defineRouteType({
  code: 8,
  name: 'leave-synch',
  fields: { ...synchFields, reserved: u32, maximumResponseTime: u8, flags: u8 },
  key: synchKey,
});
