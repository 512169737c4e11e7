import type { Decoder, SilentOn } from './compare.ts';

/** Fields that a decoder has no word for. `[n]` is a field of an NLRI that is more than a prefix. */
export const silentOn: Record<Decoder, SilentOn> = {
  /** Data of a NOTIFICATION come in fields by its subcode; of EVPN labels it shows either form, and of VPLS none. */
  tshark: /^(issue|notification data|fsm event|data)$|capability code$|\] (label|vni|labelBase)$/,
  netgauze: /^issue$|capability code$/,
  /** Its JSON is of the BGP message alone, and has no octets but those of EVPN. */
  exabgp:
    /^(issue|version|peer .*|local .*|remote port|attribute \d+)$|OPEN capability$|\] vni$|^\w+ ([12]\/(73|133)|16388\/71)$/,
};
