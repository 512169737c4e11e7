import { OctetBuffer, viewOf } from './octet-buffer.ts';
import { CaptureError, linkTypeMask, maximumPacketLength, type Packet, type PacketReader } from './packet.ts';

interface Form {
  littleEndian: boolean;
  /** Nanoseconds of one unit of the fraction. */
  unit: bigint;
}

/** By the first four octets. */
export const pcapForms: Readonly<Record<string, Form>> = {
  a1b2c3d4: { littleEndian: false, unit: 1000n },
  d4c3b2a1: { littleEndian: true, unit: 1000n },
  a1b23c4d: { littleEndian: false, unit: 1n },
  '4d3cb2a1': { littleEndian: true, unit: 1n },
};

const fileHeaderLength = 24;
const packetHeaderLength = 16;

/**
 * The classic format (draft-ietf-opsawg-pcap): magic (4), version (4), reserved (8), greatest length (4), link type (4); then per
 * packet seconds (4), fraction (4), octets here (4), octets on the wire (4), octets.
 */
export class PcapReader implements PacketReader {
  readonly #form: Form;
  readonly #buffer = new OctetBuffer();
  #linkType: number | null = null;

  constructor(form: Form) {
    this.#form = form;
  }

  get isCutOff(): boolean {
    return this.#linkType === null || this.#buffer.buffered > 0;
  }

  push(chunk: Uint8Array): void {
    this.#buffer.push(chunk);
  }

  next(): Packet | null {
    this.#linkType ??= this.#readLinkType();
    const header = this.#buffer.peek(packetHeaderLength);
    if (this.#linkType === null || header === null) return null;
    const { littleEndian, unit } = this.#form;
    const view = viewOf(header);
    const length = view.getUint32(8, littleEndian);
    if (length > maximumPacketLength)
      throw new CaptureError(`a packet of ${length} octets at offset ${this.#buffer.offset}`);
    const packet = this.#buffer.take(packetHeaderLength + length);
    if (packet === null) return null;
    const time =
      BigInt(view.getUint32(0, littleEndian)) * 1_000_000_000n + BigInt(view.getUint32(4, littleEndian)) * unit;
    return { linkType: this.#linkType, time, octets: packet.subarray(packetHeaderLength) };
  }

  #readLinkType(): number | null {
    const header = this.#buffer.take(fileHeaderLength);
    return header && viewOf(header).getUint32(20, this.#form.littleEndian) & linkTypeMask;
  }
}
