import { formatIpv4, parseIpv4 } from './address.ts';
import { flagNames, parseFlagNames } from './flag-names.ts';
import { hexOf } from './hex.ts';
import { tunnelTypeName } from './tunnel-type.ts';

/** Some bits of the value of an extended community, and how they are written. */
export interface CommunityField {
  bits: number;
  /** Count of parts, between colons, that its text has: 0 for bits that mean nothing. */
  parts: number;
  format(value: number): string;
  /** NaN, or too large a number, where the text is none of its values. */
  parse(text: string): number;
}

export const reserved = (bits: number): CommunityField => ({ bits, parts: 0, format: () => '', parse: () => 0 });

export const decimal = (bits: number): CommunityField => ({ bits, parts: 1, format: String, parse: parseDecimal });

export const hexadecimal = (bits: number): CommunityField => ({
  bits,
  parts: 1,
  format: (value) => `0x${value.toString(16).padStart(bits / 4, '0')}`,
  parse: (text) => (/^0x[0-9a-f]+$/.test(text) ? Number(text) : Number.NaN),
});

/** `sticky+0x8`, or 0; names of single bits, the lowest first. */
export const flags = (bits: number, names: readonly (string | null)[]): CommunityField => ({
  bits,
  parts: 1,
  format: (value) => flagNames(value, names).join('+') || '0',
  parse: (text) => (text === '0' ? 0 : parseFlagNames(text.split('+'), names)),
});

/** By name what has one, else as a number. */
export const named = (bits: number, names: readonly string[]): CommunityField => ({
  bits,
  parts: 1,
  format: (value) => names[value] ?? String(value),
  parse: (text) => (names.includes(text) ? names.indexOf(text) : parseDecimal(text)),
});

/** draft-ietf-idr-flowspec-redirect-ip: whether packets are sent elsewhere, or copies of them. */
export const redirection = named(1, ['redirect', 'copy']);

export const ipv4: CommunityField = {
  bits: 32,
  parts: 1,
  format: (value) => formatIpv4(octetsOf(value)),
  parse: (text) => (text.includes('.') ? u32Of(parseIpv4(text)) : Number.NaN),
};

export const macAddress: CommunityField = {
  bits: 48,
  parts: 6,
  format: (value) => (value.toString(16).padStart(12, '0').match(/../g) ?? []).join(':'),
  parse: (text) => (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(text) ? Number(`0x${text.replaceAll(':', '')}`) : Number.NaN),
};

/** IEEE 754, single precision. */
export const float: CommunityField = {
  bits: 32,
  parts: 1,
  format: (value) => String(new DataView(octetsOf(value).buffer).getFloat32(0)),
  parse(text) {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, Number(text));
    return /^(NaN|-?Infinity|-?\d[-+.\de]*)$/.test(text) ? view.getUint32(0) : Number.NaN;
  },
};

export const tunnelType: CommunityField = {
  bits: 16,
  parts: 1,
  format: tunnelTypeName,
  parse(text) {
    for (let type = 0; type <= 0xffff; type++) if (tunnelTypeName(type) === text) return type;
    return Number.NaN;
  },
};

function parseDecimal(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function octetsOf(value: number): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, value);
  return octets;
}

const u32Of = (octets: Uint8Array): number => Number(`0x${hexOf(octets)}`);
