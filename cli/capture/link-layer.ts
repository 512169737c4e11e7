import { unsigned16 } from './octet-buffer.ts';

type LinkLayer = (frame: Uint8Array) => Uint8Array | null;

const ipTypes = [0x0800, 0x86dd];
/** 802.1Q, 802.1ad, and what was in use before that. */
const vlanTypes = [0x8100, 0x88a8, 0x9100, 0x9200];

/** What an EtherType at `typeAt` names begins at `payloadAt`: any number of tags (2) with a type (2) of their own, and the packet. */
const typedBy =
  (typeAt: number, payloadAt: number): LinkLayer =>
  (frame) => {
    let type = unsigned16(frame, typeAt);
    let at = payloadAt;
    for (; vlanTypes.includes(type); at += 4) type = unsigned16(frame, at + 2);
    return ipTypes.includes(type) ? frame.subarray(at) : null;
  };

/** The IP packet behind a header of `length` octets; the packet's own version says which it is. */
const headedBy =
  (length: number): LinkLayer =>
  (frame) =>
    frame.subarray(length);

/** By LINKTYPE_ number; gives the IP packet in a frame, null where there is another thing. */
export const linkLayers: Readonly<Record<number, LinkLayer>> = {
  0: headedBy(4), // loopback: the address family
  1: typedBy(12, 14), // Ethernet: two addresses, type
  12: headedBy(0), // raw IP, under the numbers it has on some systems
  14: headedBy(0),
  101: headedBy(0), // raw IP
  108: headedBy(4), // loopback of OpenBSD
  113: typedBy(14, 16), // Linux cooked: direction and sender, type
  228: headedBy(0), // raw IPv4
  229: headedBy(0), // raw IPv6
  276: typedBy(0, 20), // Linux cooked, version 2: type, interface and sender
};
