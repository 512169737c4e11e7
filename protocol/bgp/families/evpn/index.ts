import { ethernetAutoDiscovery } from './01-ethernet-auto-discovery.ts';
import { macIpAdvertisement } from './02-mac-ip-advertisement.ts';
import { inclusiveMulticast } from './03-inclusive-multicast.ts';
import { ethernetSegment } from './04-ethernet-segment.ts';
import { ipPrefix } from './05-ip-prefix.ts';
import { selectiveMulticast } from './06-selective-multicast.ts';
import { membershipReportSynch } from './07-membership-report-synch.ts';
import { leaveSynch } from './08-leave-synch.ts';
import { perRegionIPmsi } from './09-per-region-i-pmsi.ts';
import { sPmsi } from './10-s-pmsi.ts';
import { leaf } from './11-leaf.ts';

/** The table: one more route type is one file and one line here. Numbers: IANA "EVPN Route Types". */
export const evpnRouteTypes = [
  ethernetAutoDiscovery,
  macIpAdvertisement,
  inclusiveMulticast,
  ethernetSegment,
  ipPrefix,
  selectiveMulticast,
  membershipReportSynch,
  leaveSynch,
  perRegionIPmsi,
  sPmsi,
  leaf,
] as const;
