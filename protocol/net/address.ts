import { TextError } from '../errors.ts';

/** Text of the four octets at `at`. */
export function formatIpv4(octets: Uint8Array, at = 0): string {
  return `${octets[at]}.${octets[at + 1]}.${octets[at + 2]}.${octets[at + 3]}`;
}

/** Canonical text of 16 octets, RFC 5952; IPv4-mapped addresses in mixed notation (§5). */
export function formatIpv6(octets: Uint8Array): string {
  const groups = groupsOf(octets);
  if (isIpv4Mapped(groups)) return `::ffff:${formatIpv4(octets, 12)}`;
  const gap = longestZeroRun(groups);
  if (gap.length < 2) return groups.map(hex).join(':');
  const before = groups.slice(0, gap.start).map(hex).join(':');
  const after = groups
    .slice(gap.start + gap.length)
    .map(hex)
    .join(':');
  return `${before}::${after}`;
}

/** Text of an address of 4 or 16 octets. */
export function formatAddress(octets: Uint8Array): string {
  return octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);
}

/** 4 or 16 octets; throws TextError. */
export function parseAddress(text: string): Uint8Array {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

export function parseIpv4(text: string): Uint8Array {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const octets = match?.slice(1).map(Number) ?? [];
  const leadingZero = match?.slice(1).some((part) => part.length > 1 && part.startsWith('0'));
  if (octets.length !== 4 || leadingZero || octets.some((octet) => octet > 255))
    throw new TextError(`no IPv4 address: ${text}`);
  return Uint8Array.from(octets);
}

function parseIpv6(text: string): Uint8Array {
  const halves = withoutDottedQuad(text).split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  const complete = halves.length === 1 ? missing === 0 : halves.length === 2 && missing >= 1;
  const groups = [...head, ...Array<string>(Math.max(missing, 0)).fill('0'), ...tail];
  if (!complete || !groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)))
    throw new TextError(`no IPv6 address: ${text}`);
  return Uint8Array.from(groups.flatMap((group) => splitGroup(Number.parseInt(group, 16))));
}

/** The last 32 bits of an IPv6 address may be written as an IPv4 address. */
function withoutDottedQuad(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  if (!text.includes('.', start)) return text;
  const quad = parseIpv4(text.slice(start));
  const groups = [0, 2].map((at) => (((quad[at] ?? 0) << 8) | (quad[at + 1] ?? 0)).toString(16));
  return text.slice(0, start) + groups.join(':');
}

const splitGroup = (group: number): number[] => [group >> 8, group & 0xff];

const hex = (group: number): string => group.toString(16);

function groupsOf(octets: Uint8Array): number[] {
  const groups: number[] = [];
  for (let at = 0; at < 16; at += 2) groups.push(((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0));
  return groups;
}

function isIpv4Mapped(groups: number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

/** The first of the longest runs, RFC 5952 §4.2.3. */
function longestZeroRun(groups: number[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > longest.length) longest = { start, length };
  }
  return longest;
}
