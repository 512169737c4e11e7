import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { bgpMessageTypes, writeBgpMessage } from '#protocol/bgp/message.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';

/** One of ExaBGP's files: a BGP message in hex, and what ExaBGP read in it. */
export interface SingleMessage {
  file: string;
  open: boolean;
  /** With its BGP header. */
  bytes: Uint8Array;
  /** ExaBGP's JSON. */
  json: string;
}

/** First line: what it is; second line: hex, of an UPDATE with or without its header; third line: JSON. An NLRI alone is put into an UPDATE. */
export function singleMessages(path: string): SingleMessage[] {
  const [kind = '', hex = '', json = ''] = readFileSync(path, 'utf8').split('\n');
  const bytes = octets(hex.replaceAll(/[: ]/g, '').toLowerCase());
  const open = kind.startsWith('open');
  const file = basename(path);
  if (kind.startsWith('nlri')) return [{ file, open, bytes: updateWith(linkStateReach(bytes)), json }];
  return [
    {
      file,
      open,
      bytes: bytes[0] === 0xff ? bytes : headed(open ? bgpMessageTypes.open : bgpMessageTypes.update, bytes),
      json,
    },
  ];
}

function headed(type: number, body: Uint8Array): Uint8Array {
  const writer = new Writer();
  writeBgpMessage(writer, type, body);
  return writer.finish();
}

const updateWith = (attribute: Uint8Array): Uint8Array =>
  headed(bgpMessageTypes.update, new Writer().u16(0).u16(attribute.length).bytes(attribute).finish());

/** MP_REACH_NLRI of AFI 16388, SAFI 71, without a next hop. */
const linkStateReach = (nlri: Uint8Array): Uint8Array =>
  new Writer()
    .u8(0x90)
    .u8(14)
    .u16(5 + nlri.length)
    .u16(16388)
    .u8(71)
    .u8(0)
    .u8(0)
    .bytes(nlri)
    .finish();

/** As BMP has it: an UPDATE in Route Monitoring, an OPEN twice in a Peer Up. */
export function wrapped({ open, bytes }: SingleMessage): Uint8Array {
  const body = new Writer().zeros(42);
  if (open) body.zeros(20).bytes(bytes).bytes(bytes);
  else body.bytes(bytes);
  const writer = new Writer()
    .u8(3)
    .u32(6 + body.length)
    .u8(open ? 3 : 0);
  return writer.bytes(body.finish()).finish();
}
