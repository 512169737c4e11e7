import { intraAsIPmsi } from './1-intra-as-i-pmsi.ts';
import { interAsIPmsi } from './2-inter-as-i-pmsi.ts';
import { sPmsi } from './3-s-pmsi.ts';
import { leaf } from './4-leaf.ts';
import { sourceActive } from './5-source-active.ts';
import { sharedTreeJoin } from './6-shared-tree-join.ts';
import { sourceTreeJoin } from './7-source-tree-join.ts';

/** The table: one more route type is one file and one line here. Numbers: IANA "BGP MCAST-VPN Route Types". */
export const mvpnRouteTypes = [
  intraAsIPmsi,
  interAsIPmsi,
  sPmsi,
  leaf,
  sourceActive,
  sharedTreeJoin,
  sourceTreeJoin,
] as const;
