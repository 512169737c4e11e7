import { tcpPacketOf } from './internet.ts';
import { linkLayers } from './link-layer.ts';
import type { Packet, PacketReader } from './packet.ts';
import type { CaptureReport } from './report.ts';
import { type TcpSegment, tcpSegmentOf } from './tcp-segment.ts';

/** Of the packets that are here; the others are counted where someone may miss them. */
export function* tcpSegments(packets: PacketReader, report: CaptureReport): Generator<TcpSegment> {
  for (let packet = packets.next(); packet !== null; packet = packets.next()) {
    const segment = segmentOf(packet, report);
    if (segment !== null) yield segment;
  }
}

function segmentOf({ linkType, octets, time }: Packet, report: CaptureReport): TcpSegment | null {
  const linkLayer = linkLayers[linkType];
  if (linkLayer === undefined) {
    report.addPassedOver(`packets of link type ${linkType}`);
    return null;
  }
  const ip = linkLayer(octets);
  const packet = ip && tcpPacketOf(ip);
  if (packet?.isFragment) report.addPassedOver('IP fragments, which are not put together');
  return packet === null || packet.isFragment ? null : tcpSegmentOf(packet, time);
}
