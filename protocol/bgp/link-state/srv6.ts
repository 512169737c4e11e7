import { ipv4, ipv6 } from '../fields/addresses.ts';
import { struct } from '../fields/composite.ts';
import { flags8, flags16, u8, u16, u32, unshown } from '../fields/numbers.ts';
import { endpointBehavior, sidPartLengths } from '../fields/srv6.ts';
import { tlv } from '../tlv/type-table.ts';
import { systemId } from './router-id.ts';
import { tlvs } from './tlv.ts';

const sidStructure = tlv(1252, 'srv6SidStructure', struct(sidPartLengths), 'RFC 9514');

export const srv6SidTlvs = [
  tlv(1250, 'srv6EndpointBehavior', struct({ endpointBehavior, flags: flags8(), algorithm: u8 }), 'RFC 9514'),
  tlv(
    1251,
    'srv6BgpPeerNodeSid',
    struct({
      flags: flags8('backup', 'set', 'persistent'),
      weight: u8,
      reserved: unshown(u16),
      peerAsn: u32,
      peerBgpIdentifier: ipv4,
    }),
    'RFC 9514',
  ),
  sidStructure,
] as const;

/** RFC 9514 §4: what SIDs of adjacencies begin with. */
const adjacency = {
  endpointBehavior,
  flags: flags8('backup', 'set', 'persistent'),
  algorithm: u8,
  weight: u8,
  reserved: unshown(u8),
};
const sid = { sid: ipv6, subTlvs: tlvs([sidStructure]) };

export const srv6LinkTlvs = [
  tlv(1106, 'srv6EndXSid', struct({ ...adjacency, ...sid }), 'RFC 9514'),
  tlv(1107, 'isisSrv6LanEndXSid', struct({ ...adjacency, neighborId: systemId, ...sid }), 'RFC 9514'),
  tlv(1108, 'ospfv3Srv6LanEndXSid', struct({ ...adjacency, neighborId: ipv4, ...sid }), 'RFC 9514'),
] as const;

/** Flags as in RFC 9352 §2 and RFC 9513 §2. */
export const srv6NodeTlvs = [
  tlv(1038, 'srv6Capabilities', struct({ flags: flags16('bit0', 'oam'), reserved: unshown(u16) }), 'RFC 9514'),
] as const;

/** The flags are those of the protocol of the NLRI. */
export const srv6PrefixTlvs = [
  tlv(
    1162,
    'srv6Locator',
    struct({ flags: u8, algorithm: u8, reserved: unshown(u16), metric: u32, subTlvs: tlvs([]) }),
    'RFC 9514',
  ),
] as const;
