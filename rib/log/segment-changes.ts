import type { AttributeSet } from '#model/record.ts';
import { seqOf, sessionOf, type Token, tokenOf } from '#model/token.ts';
import { Numbering } from '../octets/numbering.ts';
import { type OctetReader, OctetWriter } from '../octets/octets.ts';
import { latin1 } from '../octets/octets-text.ts';
import { storedSet } from '../octets/stored-set.ts';
import { viewNumbered, writeView } from '../octets/view-number.ts';
import type { SegmentRow } from '../rows/row.ts';

/*
 *   peers      count, then text
 *   attributes count, then a sized AttributeSet of record.proto
 *   changes    count, then: peer, view u8, session ±, seq ±, at ± (each to the change before), attributes + 1 (0: withdrawn)
 */
const leastOctets = { peer: 1, attributes: 1, change: 6 } as const;

/** What the routes of one UPDATE have in common. */
export type Change = Omit<SegmentRow, 'nlri'>;

/** A change but for its attributes, whose number `set` is: 0 for a withdrawal. */
export type ChangeHead = Omit<Change, 'attributes'> & { set: number };

const firstMoment = { session: 0, seq: 0, at: 0 };

/** Gives every distinct change, and in it every distinct peer and attribute set, one number. */
export class ChangesWriter {
  readonly #peers = new Numbering<string>();
  readonly #sets = new Map<AttributeSet, number>();
  readonly #setsByContent = new Map<string, { index: number; octets: Uint8Array }>();
  /** Changes by token; an UPDATE makes one, or two when it also withdraws. */
  readonly #numbers = new Map<Token, (ChangeHead & { number: number })[]>();
  #count = 0;
  readonly #changes = new OctetWriter();
  #last = firstMoment;

  indexOf(change: Change): number {
    const set = change.attributes ? this.#setIndex(change.attributes) + 1 : 0;
    const ofToken = this.#numbers.get(change.token) ?? [];
    const known = ofToken.find(
      (other) =>
        other.set === set && other.at === change.at && other.peerId === change.peerId && other.view === change.view,
    );
    if (known) return known.number;
    const number = this.#count;
    this.#numbers.set(change.token, [
      ...ofToken,
      { peerId: change.peerId, view: change.view, token: change.token, at: change.at, set, number },
    ]);
    this.#write(change, set);
    return number;
  }

  writeTo(writer: OctetWriter): void {
    const peers = this.#peers.values;
    writer.unsigned(peers.length);
    for (const peerId of peers) writer.text(peerId);
    writer.unsigned(this.#setsByContent.size);
    for (const { octets } of this.#setsByContent.values()) writer.sized(octets);
    writer.unsigned(this.#count);
    writer.octets(this.#changes.finish());
  }

  #setIndex(set: AttributeSet): number {
    const known = this.#sets.get(set);
    if (known !== undefined) return known;
    const octets = storedSet(set);
    const content = latin1(octets);
    const entry = this.#setsByContent.get(content) ?? { index: this.#setsByContent.size, octets };
    this.#setsByContent.set(content, entry);
    this.#sets.set(set, entry.index);
    return entry.index;
  }

  #write(change: Change, set: number): void {
    this.#count += 1;
    const now = { session: sessionOf(change.token), seq: seqOf(change.token), at: change.at };
    this.#changes.unsigned(this.#peers.of(change.peerId));
    writeView(this.#changes, change.view);
    this.#changes.signed(now.session - this.#last.session);
    this.#changes.signed(now.seq - this.#last.seq);
    this.#changes.signed(now.at - this.#last.at);
    this.#changes.unsigned(set);
    this.#last = now;
  }
}

/** The changes of a segment in columns, as a compaction holds many segments at once; objects are made when asked for. */
export class Changes {
  /** What this object holds beside the segment's octets. */
  readonly heldOctets: number;
  readonly #octets: Uint8Array;
  readonly #peers: string[];
  /** Where each set begins, and how long it is. */
  readonly #setStart: Uint32Array;
  readonly #setLength: Uint32Array;
  readonly #count: number;
  readonly #peer: Uint32Array;
  readonly #view: Uint8Array;
  readonly #session: Float64Array;
  readonly #seq: Float64Array;
  readonly #at: Float64Array;
  readonly #set: Uint32Array;

  /** `octets` is what the reader reads. */
  constructor(reader: OctetReader, octets: Uint8Array) {
    this.#octets = octets;
    this.#peers = Array.from({ length: reader.count(leastOctets.peer) }, () => reader.text());
    const sets = reader.count(leastOctets.attributes);
    this.#setStart = new Uint32Array(sets);
    this.#setLength = new Uint32Array(sets);
    for (let set = 0; set < sets; set += 1) this.#placeSet(set, reader);
    this.#count = reader.count(leastOctets.change);
    this.#peer = new Uint32Array(this.#count);
    this.#view = new Uint8Array(this.#count);
    this.#session = new Float64Array(this.#count);
    this.#seq = new Float64Array(this.#count);
    this.#at = new Float64Array(this.#count);
    this.#set = new Uint32Array(this.#count);
    this.heldOctets = this.#count * 33 + sets * 8;
    this.#read(reader);
  }

  /** @throws DamageError when there is no such change */
  head(index: number, reader: OctetReader): ChangeHead {
    const peerId = this.#peers[this.#peer[index] ?? -1];
    const view = viewNumbered(this.#view[index] ?? -1);
    if (peerId === undefined || view === undefined) throw reader.error('no such change, peer or view');
    const token = tokenOf(this.#session[index] ?? 0, this.#seq[index] ?? 0);
    return { peerId, view, token, at: this.#at[index] ?? 0, set: this.#set[index] ?? 0 };
  }

  /** Its octets, null for a withdrawal. @throws DamageError when there is no such set */
  set(number: number, reader: OctetReader): Uint8Array | null {
    if (number === 0) return null;
    const start = this.#setStart[number - 1];
    const length = this.#setLength[number - 1];
    if (start === undefined || length === undefined) throw reader.error('no such attributes');
    return this.#octets.subarray(start, start + length);
  }

  #placeSet(set: number, reader: OctetReader): void {
    const { length } = reader.sized();
    this.#setStart[set] = reader.offset - length;
    this.#setLength[set] = length;
  }

  #read(reader: OctetReader): void {
    let { session, seq, at } = firstMoment;
    for (let index = 0; index < this.#count; index += 1) {
      this.#peer[index] = reader.unsigned();
      this.#view[index] = reader.octet();
      this.#session[index] = session += reader.signed();
      this.#seq[index] = seq += reader.signed();
      this.#at[index] = at += reader.signed();
      this.#set[index] = reader.unsigned();
    }
  }
}
