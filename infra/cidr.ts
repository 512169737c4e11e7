import { isIP } from 'node:net';

/** RFC 5737 TEST-NET-1: what cdk.json ships with, so that a station admits nobody until its owner names the routers. */
export const documentationCidr = '192.0.2.0/24';

/** Shorter prefixes cannot mean "my routers"; 10.0.0.0/8 is the widest that still can. */
const shortestPrefix = 8;

/**
 * An IPv4 prefix that routers may connect from.
 * @throws Error naming what is wrong: not a prefix, open to the world, wider than /8, host bits set, or IPv6.
 */
export function requireSourceCidr(text: string): string {
  const [address = '', length = '', ...rest] = text.split('/');
  const version = isIP(address);
  const prefixLength = Number(length);
  if (version === 0 || rest.length > 0 || !/^\d{1,3}$/.test(length)) refuse(text, 'is not a prefix like 10.20.0.0/16');
  if (prefixLength === 0) refuse(text, 'opens the station to the world');
  if (version === 6) refuse(text, 'is IPv6, and the load balancer has IPv4 addresses only');
  if (prefixLength > 32) refuse(text, 'has a length above 32');
  if (prefixLength < shortestPrefix) refuse(text, `is wider than /${shortestPrefix}`);
  if (hasHostBits(address, prefixLength)) refuse(text, 'has host bits set');
  return text;
}

function hasHostBits(address: string, prefixLength: number): boolean {
  const value = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return value % 2 ** (32 - prefixLength) !== 0;
}

function refuse(text: string, reason: string): never {
  throw new Error(`sourceCidrs: ${text} ${reason}. Name the prefixes that your routers send BMP from.`);
}
