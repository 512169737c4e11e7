import { BlockList, isIP } from 'node:net';

const form = /^(?<address>[0-9a-f.:]+)(?:\/(?<length>\d{1,3}))?$/i;

interface Prefix {
  address: string;
  length: number;
  family: 'ipv4' | 'ipv6';
}

/** `10.0.0.0/8`, `2001:db8::/32`, or an address alone; null for anything else. */
function prefixOf(text: string): Prefix | null {
  const { address = '', length } = form.exec(text)?.groups ?? {};
  const version = isIP(address);
  if (version === 0) return null;
  const most = version === 4 ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  return bits > most ? null : { address, length: bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}

export const isPrefix = (text: string): boolean => prefixOf(text) !== null;

/** Some prefixes of IPv4 and IPv6. */
export class AddressList {
  readonly #list = new BlockList();

  /** Throws RangeError for what `isPrefix` denies. */
  constructor(prefixes: readonly string[]) {
    for (const text of prefixes) {
      const prefix = prefixOf(text);
      if (prefix === null) throw new RangeError(`no prefix: ${text}`);
      this.#list.addSubnet(prefix.address, prefix.length, prefix.family);
    }
  }

  /** An IPv4 address is the same where it is written as a mapped one of IPv6; the zone of a link-local address does not count. */
  has(address: string): boolean {
    const [plain = ''] = address.split('%');
    const version = isIP(plain);
    return version !== 0 && this.#list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  }
}
