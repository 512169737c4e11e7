import { formatIpv4, formatIpv6 } from '#protocol/net/address.ts';

/** PROXY protocol version 2, https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt §2.2. */

export const proxySignature = Uint8Array.of(0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a);

/** Signature, version and command, family and transport, length of the rest. */
const fixedLength = 16;
/** Addresses and TLVs. Load balancers send far less; what is longer is not read. */
const maxRestLength = 536;

export const maxProxyHeaderLength = fixedLength + maxRestLength;

export interface ProxyHeader {
  /** Octets of the whole header: what follows is the connection's. */
  length: number;
  /** Null where the proxy speaks for itself (LOCAL), or names none (UNSPEC, UNIX). */
  source: { address: string; port: number } | null;
  /** VPC endpoint that the connection came through (AWS PrivateLink). */
  endpoint: string | null;
}

/** Octets that are no header of ours. */
export class ProxyHeaderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProxyHeaderError';
  }
}

interface Family {
  addressLength: number;
  format: (octets: Uint8Array) => string;
}

/** AF_INET and AF_INET6, with the addresses they have: source, destination, source port, destination port. */
const families: Readonly<Record<number, Family>> = {
  1: { addressLength: 4, format: (octets) => formatIpv4(octets) },
  2: { addressLength: 16, format: formatIpv6 },
};

/**
 * Reads the header that `octets` begin with; null when more of them are needed.
 * Throws ProxyHeaderError as soon as they can be no header.
 */
export function parseProxyHeader(octets: Uint8Array): ProxyHeader | null {
  expectSignature(octets);
  const [, , , , , , , , , , , , versionAndCommand, familyAndTransport, lengthHigh, lengthLow] = octets;
  if (versionAndCommand === undefined) return null;
  expectVersion(versionAndCommand);
  if (familyAndTransport === undefined || lengthHigh === undefined || lengthLow === undefined) return null;
  const restLength = (lengthHigh << 8) | lengthLow;
  if (restLength > maxRestLength) throw new ProxyHeaderError(`header of ${fixedLength + restLength} octets`);
  const length = fixedLength + restLength;
  if (octets.length < length) return null;
  const isLocal = (versionAndCommand & 0xf) === 0;
  if (isLocal) return { length, source: null, endpoint: null };
  return { length, ...proxied(octets.subarray(fixedLength, length), familyAndTransport) };
}

function expectSignature(octets: Uint8Array): void {
  const length = Math.min(octets.length, proxySignature.length);
  for (let at = 0; at < length; at++) {
    if (octets[at] !== proxySignature[at]) throw new ProxyHeaderError('no PROXY header of version 2');
  }
}

function expectVersion(versionAndCommand: number): void {
  if (versionAndCommand >> 4 !== 2) throw new ProxyHeaderError(`PROXY version ${versionAndCommand >> 4}`);
  const command = versionAndCommand & 0xf;
  if (command > 1) throw new ProxyHeaderError(`PROXY command ${command}`);
}

const familyNames = ['unspecified', 'inet', 'inet6', 'unix'] as const;
const stream = 1;

function proxied(rest: Uint8Array, familyAndTransport: number): Pick<ProxyHeader, 'source' | 'endpoint'> {
  const code = familyAndTransport >> 4;
  const transport = familyAndTransport & 0xf;
  if (familyNames[code] === undefined) throw new ProxyHeaderError(`address family ${code}`);
  const family = families[code];
  // "The receiver should ignore address information" of what has none that could be a router's.
  if (family === undefined) return { source: null, endpoint: null };
  if (transport !== stream) throw new ProxyHeaderError(`transport ${transport} of ${familyNames[code]}`);
  const { addressLength, format } = family;
  const addressesLength = 2 * addressLength + 4;
  if (rest.length < addressesLength) throw new ProxyHeaderError(`${rest.length} octets of addresses`);
  const portAt = 2 * addressLength;
  return {
    source: {
      address: format(rest.subarray(0, addressLength)),
      port: ((rest[portAt] ?? 0) << 8) | (rest[portAt + 1] ?? 0),
    },
    endpoint: endpointIn(rest.subarray(addressesLength)),
  };
}

/** PP2_TYPE_AWS and PP2_SUBTYPE_AWS_VPCE_ID of Elastic Load Balancing. */
const awsType = 0xea;
const endpointSubtype = 1;
const endpointForm = /^[\x21-\x7e]{1,100}$/;

/** TLVs: type (1), length (2), value. All but the endpoint's are skipped; where they break off, reading ends. */
function endpointIn(tlvs: Uint8Array): string | null {
  for (let at = 0; at + 3 <= tlvs.length; ) {
    const length = ((tlvs[at + 1] ?? 0) << 8) | (tlvs[at + 2] ?? 0);
    const value = tlvs.subarray(at + 3, at + 3 + length);
    if (tlvs[at] === awsType && value.length === length && value[0] === endpointSubtype) {
      const endpoint = String.fromCharCode(...value.subarray(1));
      return endpointForm.test(endpoint) ? endpoint : null;
    }
    at += 3 + length;
  }
  return null;
}
