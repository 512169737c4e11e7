import type { AttributeSet } from '#model/record.ts';
import { decodeAttributeSet, encodeAttributeSet } from '#model/record-codec.ts';
import { seqOf, sessionOf, tokenOf } from '#model/token.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { type OctetReader, OctetWriter } from './octets.ts';
import { latin1, type SegmentRow } from './row.ts';

/*
 *   peers      count, then text
 *   attributes count, then a sized AttributeSet of record.proto
 *   changes    count, then: peer, view u8, session ±, seq ±, at ± (each to the change before), attributes + 1 (0: withdrawn)
 */
const leastOctets = { peer: 1, attributes: 1, change: 6 } as const;

/** By their number on disk. */
const views: readonly View[] = ['adj-rib-in-pre', 'adj-rib-in-post', 'loc-rib', 'adj-rib-out-pre', 'adj-rib-out-post'];

/** What the routes of one UPDATE have in common. */
export type Change = Omit<SegmentRow, 'nlri'>;

const firstChange = { session: 0, seq: 0, at: 0 };

/** Gives every distinct change, and in it every distinct peer and attribute set, one number. */
export class Changes {
  readonly #peers = new Map<string, number>();
  readonly #sets = new Map<AttributeSet, number>();
  readonly #setsByContent = new Map<string, { index: number; octets: Uint8Array }>();
  readonly #indexes = new Map<string, number>();
  readonly #changes = new OctetWriter();
  #last = firstChange;

  indexOf(change: Change): number {
    const peer = numbered(this.#peers, change.peerId);
    const set = change.attributes ? this.#setIndex(change.attributes) + 1 : 0;
    const view = views.indexOf(change.view);
    const key = `${change.token}|${peer}|${view}|${set}|${change.at}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#write(change, peer, view, set);
    return numbered(this.#indexes, key);
  }

  writeTo(writer: OctetWriter): void {
    writer.unsigned(this.#peers.size);
    for (const peerId of this.#peers.keys()) writer.text(peerId);
    writer.unsigned(this.#setsByContent.size);
    for (const { octets } of this.#setsByContent.values()) writer.sized(octets);
    writer.unsigned(this.#indexes.size);
    writer.octets(this.#changes.finish());
  }

  #setIndex(set: AttributeSet): number {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    const octets = encodeAttributeSet(set);
    const content = latin1(octets);
    const { index } = this.#setsByContent.get(content) ?? { index: this.#setsByContent.size };
    this.#setsByContent.set(content, { index, octets });
    this.#sets.set(set, index);
    return index;
  }

  #write(change: Change, peer: number, view: number, set: number): void {
    const now = { session: sessionOf(change.token), seq: seqOf(change.token), at: change.at };
    this.#changes.unsigned(peer);
    this.#changes.octet(view);
    this.#changes.signed(now.session - this.#last.session);
    this.#changes.signed(now.seq - this.#last.seq);
    this.#changes.signed(now.at - this.#last.at);
    this.#changes.unsigned(set);
    this.#last = now;
  }
}

function numbered(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

export function readChanges(reader: OctetReader): Change[] {
  const peers = Array.from({ length: reader.count(leastOctets.peer) }, () => reader.text());
  const sets = Array.from({ length: reader.count(leastOctets.attributes) }, () => readAttributes(reader));
  const count = reader.count(leastOctets.change);
  const changes: Change[] = [];
  let last = firstChange;
  while (changes.length < count) {
    const peerId = peers[reader.unsigned()];
    const view = views[reader.octet()];
    last = { session: last.session + reader.signed(), seq: last.seq + reader.signed(), at: last.at + reader.signed() };
    const set = reader.unsigned();
    const attributes = set === 0 ? null : sets[set - 1];
    if (peerId === undefined || view === undefined || attributes === undefined)
      throw reader.error('no such peer, view or attributes');
    changes.push({ peerId, view, token: tokenOf(last.session, last.seq), at: last.at, attributes });
  }
  return changes;
}

function readAttributes(reader: OctetReader): AttributeSet {
  const octets = reader.sized();
  try {
    return decodeAttributeSet(octets);
  } catch {
    throw reader.error('attributes cannot be decoded');
  }
}
