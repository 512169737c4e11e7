import { TextError } from '../errors.ts';
import { formatIpv4, parseIpv4 } from './address.ts';
import { hexOf } from './hex.ts';

/** RFC 4364 §4.2: types 0 and 2 `65000:1`, type 1 `10.0.0.1:5`; any other type as `0x` and 16 hex digits. */
export function formatRouteDistinguisher(octets: Uint8Array): string {
  const view = new DataView(octets.buffer, octets.byteOffset, 8);
  const type = view.getUint16(0);
  if (type === 0) return `${view.getUint16(2)}:${view.getUint32(4)}`;
  if (type === 1) return `${formatIpv4(octets, 2)}:${view.getUint16(6)}`;
  if (type === 2) return `${view.getUint32(2)}:${view.getUint16(6)}`;
  return `0x${hexOf(octets)}`;
}

/** 8 octets of the smallest type that holds the text; throws TextError. */
export function parseRouteDistinguisher(text: string): Uint8Array {
  const octets = new Uint8Array(8);
  const view = new DataView(octets.buffer);
  const hex = /^0x([0-9a-f]{16})$/i.exec(text)?.[1];
  const [administrator = '', assigned = ''] = text.split(':');
  if (hex !== undefined) view.setBigUint64(0, BigInt(`0x${hex}`));
  else if (!/^[\d.]+:\d+$/.test(text)) throw new TextError(`no route distinguisher: ${text}`);
  else if (administrator.includes('.'))
    writeAddressType(octets, parseIpv4(administrator), bounded(Number(assigned), 0xffff, text));
  else if (Number(administrator) <= 0xffff) {
    view.setUint16(2, Number(administrator));
    view.setUint32(4, bounded(Number(assigned), 0xffffffff, text));
  } else {
    view.setUint16(0, 2);
    view.setUint32(2, bounded(Number(administrator), 0xffffffff, text));
    view.setUint16(6, bounded(Number(assigned), 0xffff, text));
  }
  return octets;
}

function writeAddressType(octets: Uint8Array, address: Uint8Array, assigned: number): void {
  octets.set([0, 1]);
  octets.set(address, 2);
  octets.set([assigned >> 8, assigned & 0xff], 6);
}

function bounded(value: number, maximum: number, text: string): number {
  if (value <= maximum) return value;
  throw new TextError(`no route distinguisher: ${text}`);
}
