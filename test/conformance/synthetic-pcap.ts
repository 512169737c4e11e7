import { open } from 'node:fs/promises';

/** The port that tshark is told to read as BMP. */
export const bmpPort = 11019;

/** IPv4 packets without a link layer. */
const rawIp = 101;
const headersLength = 40;
/** Of a message that goes into one segment. */
export const maximumMessage = 0xffff - headersLength;

/** Octets of a packet before the BMP message in it. */
export const messageOffset = headersLength;

/**
 * Writes BMP messages as one TCP direction, a segment each: where tshark stumbles over one, it loses no more than that one,
 * and a packet's number is the message's.
 */
export async function writePcap(path: string, messages: Iterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(fileHeader());
    let sequence = 1;
    for (const message of messages) {
      await file.writev([packetHeaders(message.length, sequence), message]);
      sequence = (sequence + message.length) >>> 0;
    }
  } finally {
    await file.close();
  }
}

/** Magic (4), version (2, 2), zone (4), accuracy (4), longest packet (4), link type (4). */
function fileHeader(): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, 0x40000, true);
  view.setUint32(20, rawIp, true);
  return new Uint8Array(view.buffer);
}

/** Packet header (16): time (8), length here (4), length (4); IPv4 header (20); TCP header (20). Checksums are left at zero. */
function packetHeaders(payloadLength: number, sequence: number): Uint8Array {
  const packet = new DataView(new ArrayBuffer(16 + headersLength));
  packet.setUint32(8, headersLength + payloadLength, true);
  packet.setUint32(12, headersLength + payloadLength, true);
  const [ip, tcp] = [new DataView(packet.buffer, 16, 20), new DataView(packet.buffer, 36, 20)];
  ip.setUint8(0, 0x45);
  ip.setUint16(2, headersLength + payloadLength);
  ip.setUint8(8, 64);
  ip.setUint8(9, 6);
  ip.setUint32(12, 0xc0000201);
  ip.setUint32(16, 0xc0000202);
  tcp.setUint16(0, 40000);
  tcp.setUint16(2, bmpPort);
  tcp.setUint32(4, sequence);
  tcp.setUint16(12, 0x5018);
  tcp.setUint16(14, 0xffff);
  return new Uint8Array(packet.buffer);
}
