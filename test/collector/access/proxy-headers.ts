import { proxySignature } from '#collector/access/proxy-header.ts';
import { parseAddress } from '#protocol/net/address.ts';

export interface HeaderParts {
  version?: number;
  /** 0 LOCAL, 1 PROXY. */
  command?: number;
  source?: string;
  port?: number;
  /** Family and transport, where they are not those of the source. */
  familyAndTransport?: number;
  /** TLVs and what else follows the addresses. */
  tlvs?: Uint8Array;
  /** In the length field, where it is not the true one. */
  length?: number;
}

/** A PROXY header of version 2, field by field. */
export function proxyHeader(parts: HeaderParts = {}): Uint8Array {
  const { version = 2, command = 1, source = '192.0.2.7', port = 40123, tlvs = new Uint8Array(0) } = parts;
  const address = parseAddress(source);
  const ports = Uint8Array.of(port >> 8, port & 0xff, 0x2b, 0x0b);
  const rest = Buffer.concat([address, new Uint8Array(address.length).fill(1), ports, tlvs]);
  const family = parts.familyAndTransport ?? (address.length === 4 ? 0x11 : 0x21);
  const { length = rest.length } = parts;
  return Buffer.concat([
    proxySignature,
    Uint8Array.of((version << 4) | command, family, length >> 8, length & 0xff),
    rest,
  ]);
}

/** Type 0xEA, subtype 1: a VPC endpoint's id. */
export const endpointTlv = (id: string): Uint8Array =>
  Buffer.concat([Uint8Array.of(0xea, 0, id.length + 1, 1), Buffer.from(id)]);
