import { isIP, isIPv6 } from 'node:net';
import { UsageError } from '../exit-code.ts';
import type { Target, VendorGuide } from './vendor-guide.ts';

export const defaultPort = 11019;
export const defaultName = 'bmpaas';
/** Stands where the AS number of the router belongs; no router takes it. */
export const asnPlaceholder = 'ASN';

export interface TargetOptions {
  station: string;
  name?: string | undefined;
  asn?: string | undefined;
  source?: string | undefined;
  vrf?: string | undefined;
  sysName?: string | undefined;
}

/**
 * What the options say, as one vendor takes it.
 * @throws UsageError that says which option is wrong, and how
 */
export function targetOf(guide: VendorGuide, options: TargetOptions): Target {
  const { host, port } = stationOf(guide, options.station);
  return {
    host,
    port,
    name: nameOf(options.name ?? defaultName),
    asn: asnOf(options.asn),
    source: sourceOf(guide, options.source),
    vrf: vrfOf(guide, options.vrf),
    sysName: sysNameOf(guide, options.sysName),
  };
}

function stationOf({ takes, vendor }: VendorGuide, text: string): { host: string; port: number } {
  const { host, port } = splitStation(text);
  const isAddress = isPlainAddress(host);
  if (isAddress && /^[0:.]+$/.test(host)) throw new UsageError(`--station: '${host}' is no address to connect to`);
  if (!isAddress && !isHostName(host))
    throw new UsageError(`--station is ADDR[:PORT], an IPv6 address with a port in brackets, not '${text}'`);
  if (!isAddress && !takes.hostName)
    throw new UsageError(`--station: ${vendor} takes an address, and '${host}' is a name`);
  return { host, port: port === undefined ? defaultPort : portOf(port) };
}

/** `HOST`, `HOST:PORT`, `[V6]`, `[V6]:PORT`; more than one colon without brackets is an address. */
function splitStation(text: string): { host: string; port?: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(text);
  if (bracketed !== null) {
    const [, host = '', port] = bracketed;
    if (!isIPv6(host)) throw new UsageError(`--station: '${host}' is no IPv6 address`);
    return { host, port };
  }
  const parts = text.split(':');
  const [host = '', port] = parts;
  return parts.length > 2 ? { host: text } : { host, port };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`--station: a port is a number from 1 to 65535, not '${text}'`);
}

/** Without a zone, which only has a meaning on one machine. */
const isPlainAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes('%');

/** RFC 1123 §2.1; the last label is no number, so that a mistyped address is no name. */
function isHostName(text: string): boolean {
  const labels = text.split('.');
  const isLabel = (label: string) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label);
  return text.length <= 253 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? '');
}

function nameOf(text: string): string {
  if (/^[a-z][a-z0-9-]{0,30}$/i.test(text)) return text;
  throw new UsageError(`--name begins with a letter and has up to 31 letters, digits and dashes, not '${text}'`);
}

function asnOf(text: string | undefined): string {
  if (text === undefined) return asnPlaceholder;
  const asn = Number(text);
  if (/^[1-9]\d{0,9}$/.test(text) && asn < 2 ** 32) return text;
  throw new UsageError(`--asn is a number from 1 to 4294967295, not '${text}'`);
}

function sourceOf({ takes, vendor }: VendorGuide, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (takes.source === null) throw new UsageError(`--source-interface: ${vendor} has no setting for it`);
  const isAddress = isPlainAddress(text);
  const isInterface = /^[a-z][a-z0-9./:_-]{0,62}$/i.test(text) && !isAddress;
  if (isAddress ? takes.source !== 'interface' : isInterface && takes.source !== 'address') return text;
  throw new UsageError(`--source-interface: ${vendor} takes an ${takes.source} of the router, not '${text}'`);
}

function vrfOf({ takes, vendor }: VendorGuide, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!takes.vrf) throw new UsageError(`--vrf: ${vendor} has no setting for it`);
  if (/^[a-z0-9][a-z0-9._-]{0,30}$/i.test(text)) return text;
  throw new UsageError(`--vrf is up to 31 letters, digits, dots, dashes and underscores, not '${text}'`);
}

function sysNameOf({ takes, vendor }: VendorGuide, text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!takes.sysName) throw new UsageError(`--sys-name: ${vendor} sends the host name of the router, and nothing else`);
  if (isHostName(text)) return text;
  throw new UsageError(`--sys-name is letters, digits, dashes and dots, not '${text}'`);
}
