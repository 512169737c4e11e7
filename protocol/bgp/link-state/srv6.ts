import { srv6EndpointBehaviorName } from '../../net/srv6-endpoint-behavior.ts';
import { flags8, flags16, record } from './composite-field.ts';
import { type Field, ipv4, ipv6, u8, u16, u32 } from './field.ts';
import { systemId } from './router-id.ts';
import { defineTlv, tlvs } from './tlv.ts';

const endpointBehavior: Field<number> = { ...u16, toJson: srv6EndpointBehaviorName };

const sidStructure = defineTlv(
  1252,
  'srv6SidStructure',
  record({ locatorBlockLength: u8, locatorNodeLength: u8, functionLength: u8, argumentLength: u8 }),
  'RFC 9514',
);

export const srv6SidTlvs = [
  defineTlv(1250, 'srv6EndpointBehavior', record({ endpointBehavior, flags: flags8(), algorithm: u8 }), 'RFC 9514'),
  defineTlv(
    1251,
    'srv6BgpPeerNodeSid',
    record({
      flags: flags8('backup', 'set', 'persistent'),
      weight: u8,
      reserved: u16,
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
  reserved: u8,
};
const sid = { sid: ipv6, subTlvs: tlvs([sidStructure]) };

export const srv6LinkTlvs = [
  defineTlv(1106, 'srv6EndXSid', record({ ...adjacency, ...sid }), 'RFC 9514'),
  defineTlv(1107, 'isisSrv6LanEndXSid', record({ ...adjacency, neighborId: systemId, ...sid }), 'RFC 9514'),
  defineTlv(1108, 'ospfv3Srv6LanEndXSid', record({ ...adjacency, neighborId: ipv4, ...sid }), 'RFC 9514'),
] as const;

/** Flags as in RFC 9352 §2 and RFC 9513 §2. */
export const srv6NodeTlvs = [
  defineTlv(1038, 'srv6Capabilities', record({ flags: flags16('bit0', 'oam'), reserved: u16 }), 'RFC 9514'),
] as const;

/** The flags are those of the protocol of the NLRI. */
export const srv6PrefixTlvs = [
  defineTlv(
    1162,
    'srv6Locator',
    record({ flags: u8, algorithm: u8, reserved: u16, metric: u32, subTlvs: tlvs([]) }),
    'RFC 9514',
  ),
] as const;
