import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import { hexOf } from '../../net/hex.ts';
import { struct } from '../fields/composite.ts';
import type { ValueOf } from '../fields/field.ts';
import { u8, u16, u32 } from '../fields/numbers.ts';
import { rest } from '../fields/octets.ts';
import { tlvSpace } from '../tlv/framed.ts';
import { tlv } from '../tlv/type-table.ts';
import { attributeFlags, defineAttribute } from './attribute.ts';

/** Lists of atoms, which stay octets. */
const atoms = struct({ atoms: rest });

const draft = 'draft-ietf-idr-wide-bgp-communities';

const lists = [
  tlv(1, 'targets', atoms, draft),
  tlv(2, 'exclude-targets', atoms, draft),
  tlv(3, 'parameters', atoms, draft),
];

/** Community (4), source AS (4), context AS (4), TLVs of type (1), length (2), value. */
const wideCommunity = struct({
  community: u32,
  sourceAsn: u32,
  contextAsn: u32,
  tlvs: tlvSpace(lists, { typeWidth: 1, lengthWidth: 2 }),
});

const header = struct({ type: u16, flags: u8, hopCount: u8 });

export type WideCommunity = ValueOf<typeof wideCommunity>;

export type CommunityContainer = ValueOf<typeof header> & {
  /** Null where the container is of another type: then `octets` has its content. */
  wideCommunity: WideCommunity | null;
  octets: Uint8Array | null;
};

/** Container type of a wide community. */
const wideCommunityType = 1;

/**
 * Containers of type (2), flags (1), hop count (1, reserved in later editions), length of what follows (2), content.
 * The draft has the routes withdrawn where it is malformed; but its editions differ in the form, and a station does not take routes away for that.
 */
export const communityContainer = defineAttribute<'communityContainer', CommunityContainer[]>({
  code: 34,
  name: 'communityContainer',
  reference: draft,
  flags: attributeFlags.optionalTransitive,
  onError: 'discard',
  decode(reader) {
    const containers: CommunityContainer[] = [];
    while (reader.remaining > 0) {
      const head = header.decode(reader);
      containers.push({ ...head, ...contentOf(head.type, reader.sub(reader.u16())) });
    }
    return containers;
  },
  encode(writer, containers) {
    for (const container of containers) {
      header.encode(writer, container);
      const length = writer.fork(2);
      encodeContent(writer, container);
      writer.join(length, 2);
    }
  },
  toJson: (containers) =>
    containers.map(({ type, flags, hopCount, wideCommunity: wide, octets }) => ({
      type,
      flags,
      hopCount,
      ...(wide === null ? { hex: hexOf(octets ?? new Uint8Array(0)) } : { wideCommunity: wideCommunity.toJson(wide) }),
    })),
});

type Content = Pick<CommunityContainer, 'wideCommunity' | 'octets'>;

function contentOf(type: number, reader: Reader): Content {
  if (type !== wideCommunityType) return { wideCommunity: null, octets: reader.rest() };
  return { wideCommunity: wideCommunity.decode(reader), octets: null };
}

function encodeContent(writer: Writer, { wideCommunity: wide, octets }: Content): void {
  if (wide !== null) wideCommunity.encode(writer, wide);
  else if (octets !== null) writer.bytes(octets);
  else throw new EncodeError('a container holds a wide community or octets');
}
