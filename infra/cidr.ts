import { isIPv4 } from 'node:net';

/** Shorter prefixes cannot mean "my routers"; 10.0.0.0/8 is the widest that still can. */
const shortestPrefix = 8;

/** RFC 1918: the space of networks that are attached privately. */
export const privateSpace = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

/** What is wrong with an IPv4 prefix that routers may connect from, as the end of a sentence; null when nothing is. */
export function faultOfSource(text: string): string | null {
  if (text.includes(':')) return 'is IPv6, and the load balancer has IPv4 addresses only';
  const parsed = parseCidr(text);
  if (parsed === null) return 'is not a prefix like 10.20.0.0/16';
  if (parsed.length === 0) return 'opens the station to the world';
  if (parsed.length < shortestPrefix) return `is wider than /${shortestPrefix}`;
  return parsed.hasHostBits ? 'has host bits set' : null;
}

interface Cidr {
  /** First address, as a number. */
  first: number;
  length: number;
  hasHostBits: boolean;
}

/** Null for what is no IPv4 prefix. */
export function parseCidr(text: string): Cidr | null {
  const [address = '', length = '', ...rest] = text.split('/');
  if (!isIPv4(address) || rest.length > 0 || !/^\d{1,2}$/.test(length) || Number(length) > 32) return null;
  const value = numberOf(address);
  const size = 2 ** (32 - Number(length));
  return { first: value - (value % size), length: Number(length), hasHostBits: value % size !== 0 };
}

/** The address that stands `offset` above the first one of a prefix. Throws RangeError where that is outside. */
export function addressIn(cidr: string, offset: number): string {
  const parsed = parseCidr(cidr);
  if (parsed === null || offset >= 2 ** (32 - parsed.length)) throw new RangeError(`${cidr} has no address ${offset}`);
  const value = parsed.first + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

const numberOf = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
