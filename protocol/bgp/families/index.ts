import { ipv4Unicast } from './1-1-ipv4-unicast.ts';
import { ipv4Multicast } from './1-2-ipv4-multicast.ts';
import { ipv4Labeled } from './1-4-ipv4-labeled.ts';
import { ipv4Mvpn } from './1-5-ipv4-mvpn.ts';
import { ipv4Mdt } from './1-66-ipv4-mdt.ts';
import { ipv4SrPolicy } from './1-73-ipv4-sr-policy.ts';
import { ipv4Mup } from './1-85-ipv4-mup.ts';
import { vpnv4 } from './1-128-vpnv4.ts';
import { ipv4MulticastVpn } from './1-129-ipv4-multicast-vpn.ts';
import { routeTargetConstraint } from './1-132-rt-constraint.ts';
import { ipv4Flowspec } from './1-133-ipv4-flowspec.ts';
import { vpnv4Flowspec } from './1-134-vpnv4-flowspec.ts';
import { ipv6Unicast } from './2-1-ipv6-unicast.ts';
import { ipv6Multicast } from './2-2-ipv6-multicast.ts';
import { ipv6Labeled } from './2-4-ipv6-labeled.ts';
import { ipv6Mvpn } from './2-5-ipv6-mvpn.ts';
import { ipv6SrPolicy } from './2-73-ipv6-sr-policy.ts';
import { ipv6Mup } from './2-85-ipv6-mup.ts';
import { vpnv6 } from './2-128-vpnv6.ts';
import { ipv6MulticastVpn } from './2-129-ipv6-multicast-vpn.ts';
import { ipv6Flowspec } from './2-133-ipv6-flowspec.ts';
import { vpnv6Flowspec } from './2-134-vpnv6-flowspec.ts';
import { vpls } from './25-65-vpls.ts';
import { evpn } from './25-70-evpn.ts';
import { l2vpnFlowspec } from './25-134-l2vpn-flowspec.ts';
import { sfc } from './31-9-sfc.ts';
import { linkState } from './16388-71-link-state.ts';
import { linkStateVpn } from './16388-72-link-state-vpn.ts';
import type { Family } from './family.ts';
import { OpaqueFamily } from './opaque-family.ts';

/** The table: one more family is one file and one line here. Numbers: IANA "Address Family Numbers" and "SAFI Values". */
export const families = [
  ipv4Unicast,
  ipv6Unicast,
  ipv4Multicast,
  ipv6Multicast,
  ipv4Labeled,
  ipv6Labeled,
  vpnv4,
  vpnv6,
  ipv4MulticastVpn,
  ipv6MulticastVpn,
  evpn,
  vpls,
  ipv4Flowspec,
  ipv6Flowspec,
  vpnv4Flowspec,
  vpnv6Flowspec,
  l2vpnFlowspec,
  linkState,
  linkStateVpn,
  ipv4SrPolicy,
  ipv6SrPolicy,
  ipv4Mvpn,
  ipv6Mvpn,
  routeTargetConstraint,
  sfc,
  ipv4Mdt,
  ipv4Mup,
  ipv6Mup,
] as const;

const byNumber = new Map<number, Family>(families.map((family) => [familyNumber(family.afi, family.safi), family]));
const byName = new Map<string, Family>(families.map((family) => [family.name, family]));

/** One number for both, for maps. */
export function familyNumber(afi: number, safi: number): number {
  return afi * 256 + safi;
}

/** The family of the table, else an opaque one named `afi-safi`. */
export function familyOf(afi: number, safi: number): Family {
  return byNumber.get(familyNumber(afi, safi)) ?? new OpaqueFamily(afi, safi);
}

/** By a name of the table, or `afi-safi` in numbers. */
export function familyNamed(name: string): Family | undefined {
  const [, afi, safi] = /^(\d{1,5})-(\d{1,3})$/.exec(name) ?? [];
  if (afi === undefined) return byName.get(name);
  return Number(afi) <= 0xffff && Number(safi) <= 0xff ? familyOf(Number(afi), Number(safi)) : undefined;
}
