import { u8 } from '../../fields/numbers.ts';
import { defineRouteType } from '../route-type.ts';
import { synchFields, synchKey } from './synch-fields.ts';

/** RFC 9251 §9.2. */
export const membershipReportSynch = defineRouteType({
  code: 7,
  name: 'membership-report-synch',
  reference: 'RFC 9251',
  fields: { ...synchFields, flags: u8 },
  key: synchKey,
});
