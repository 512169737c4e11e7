import { TextError } from '../errors.ts';
import type { CommunityField } from './extended-community-fields.ts';
import { type ExtendedCommunityType, extendedCommunityTypes } from './extended-community-types.ts';
import { hexOf } from './hex.ts';

const byCode = new Map(extendedCommunityTypes.map((type) => [type.code, type]));
const byName = Map.groupBy(extendedCommunityTypes, ({ name }) => name);

/** `rt:65000:11`, `color:0:100`, `encapsulation:vxlan`; one that is not known as type, sub-type and value in hex, `0x8071:000000000064`. */
export function formatExtendedCommunity(community: Uint8Array): string {
  const view = new DataView(community.buffer, community.byteOffset, 8);
  const type = byCode.get(view.getUint16(0));
  if (type === undefined) return `0x${hexOf(community.subarray(0, 2))}:${hexOf(community.subarray(2))}`;
  return [type.name, ...formatFields(type.fields, view.getUint16(2) * 2 ** 32 + view.getUint32(4))].join(':');
}

/** Gives a community that reads as the text does, reserved bits clear; throws TextError. */
export function parseExtendedCommunity(text: string): Uint8Array {
  const [, code, value] = /^0x([0-9a-f]{4}):([0-9a-f]{12})$/.exec(text) ?? [];
  if (code !== undefined) return octetsOf(Number(`0x${code}`), Number(`0x${value}`));
  const [name = '', ...parts] = text.split(':');
  for (const type of byName.get(name) ?? []) {
    const value = parseFields(type.fields, parts);
    if (!Number.isNaN(value)) return octetsOf(type.code, value);
  }
  throw new TextError(`no extended community: ${text}`);
}

/** Texts of fields that fill a value from its upper end. */
export function formatFields(fields: readonly CommunityField[], value: number): string[] {
  const texts: string[] = [];
  let below = fields.reduce((bits, field) => bits + field.bits, 0);
  for (const { bits, parts, format } of fields) {
    below -= bits;
    if (parts > 0) texts.push(format(Math.floor(value / 2 ** below) % 2 ** bits));
  }
  return texts;
}

/** NaN where the parts are not those of the fields. */
function parseFields(fields: readonly CommunityField[], parts: readonly string[]): number {
  let value = 0;
  let at = 0;
  for (const field of fields) {
    const said = field.parse(parts.slice(at, at + field.parts).join(':'));
    if (!(said < 2 ** field.bits)) return Number.NaN;
    value = value * 2 ** field.bits + said;
    at += field.parts;
  }
  return at === parts.length ? value : Number.NaN;
}

function octetsOf(code: ExtendedCommunityType['code'], value: number): Uint8Array {
  const octets = new Uint8Array(8);
  const view = new DataView(octets.buffer);
  view.setUint16(0, code);
  view.setUint16(2, Math.floor(value / 2 ** 32));
  view.setUint32(4, value % 2 ** 32);
  return octets;
}
