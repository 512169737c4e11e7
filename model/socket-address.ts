import { formatIpv4, formatIpv6 } from '#protocol/net/address.ts';

/** `192.0.2.1:11019`, `[2001:db8::1]:11019` (RFC 3986 §3.2.2). */
export const socketAddress = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** The same of the address's 4 or 16 octets. */
export const socketAddressOf = (address: Uint8Array, port: number): string =>
  socketAddress(address.length === 4 ? formatIpv4(address) : formatIpv6(address), port);
