import { PbfWriter } from 'pbf';
import { PlainUpdate } from '#protocol/bgp/plain-update.ts';
import { attributeSetFields, emptyAttributeSet, writeAttributeSet } from './codec/attribute-set.ts';
import type { EventToWrite } from './codec/event-codec.ts';
import { bodyFields, writeBody } from './codec/events.ts';
import { writePlainAnnounce } from './codec/plain-announce.ts';
import { writePlainAttributeSet } from './codec/plain-attribute-set.ts';
import { emptyFeed, emptyPeer, feedFields, peerFields, writeFeed, writePeer } from './codec/references.ts';
import {
  decodeMessage,
  embedded,
  fieldsOf,
  number,
  RecordError,
  signed,
  text,
  writeNumber,
  writeText,
} from './codec/wire.ts';
import { WrittenRuns } from './codec/written-runs.ts';
import type { AttributeSet, FeedReference, PeerReference, StreamEvent, StreamRecord } from './record.ts';

export { decodeAttributeSet, emptyAttributeSet, encodeAttributeSet } from './codec/attribute-set.ts';
export type { EventToWrite } from './codec/event-codec.ts';
export { routeSize } from './codec/routes.ts';
export { RecordError } from './codec/wire.ts';

const version = 1;

/** What a record says of itself, and what its events share. */
export type RecordHeader = Pick<StreamRecord, 'routerId' | 'session' | 'firstSeq' | 'lastSeq' | 'collectorId'>;

/** True for zstd's magic number: then the data is a compressed record. */
export const isCompressed = (data: Uint8Array): boolean =>
  data[0] === 0x28 && data[1] === 0xb5 && data[2] === 0x2f && data[3] === 0xfd;

/** Writes a record piece by piece, in any order of pieces, so that its size is known at every moment. */
export class RecordWriter {
  readonly #pbf = new PbfWriter(new Uint8Array(1024));
  readonly #attributeSets = new WrittenRuns();
  #receivedAt: number | null = null;

  /** Octets so far, without the header. */
  get size(): number {
    return this.#pbf.pos;
  }

  addPeer(peer: PeerReference): void {
    this.#pbf.writeMessage(8, writePeer, peer);
  }

  addFeed(feed: FeedReference): void {
    this.#pbf.writeMessage(9, writeFeed, feed);
  }

  addAttributeSet(set: AttributeSet): void {
    this.#pbf.writeMessage(10, writeAttributeSet, set);
  }

  /** Adds the set unless it is there, and gives its index. Not to be mixed with `addAttributeSet`. */
  internAttributeSet(set: AttributeSet | PlainUpdate): number {
    const start = this.#pbf.pos;
    if (set instanceof PlainUpdate) this.#pbf.writeMessage(10, writePlainAttributeSet, set);
    else this.addAttributeSet(set);
    const known = this.#attributeSets.indexOf(this.#pbf.buf, start, this.#pbf.pos);
    if (known >= 0) this.#pbf.pos = start;
    return known >= 0 ? known : this.#attributeSets.add(start, this.#pbf.pos);
  }

  /** Its `seq` is implied by its place. */
  addEvent(event: EventToWrite): void {
    this.#receivedAt ??= event.receivedAt;
    if (event.kind === 'announce' && event.routes instanceof Uint8Array)
      writePlainAnnounce(this.#pbf, event, event.routes, event.receivedAt - this.#receivedAt);
    else this.#pbf.writeMessage(11, this.#writeEvent, event);
  }

  finish(header: RecordHeader): Uint8Array {
    const pbf = this.#pbf;
    writeText(pbf, 2, header.routerId);
    writeNumber(pbf, 3, header.session);
    writeNumber(pbf, 4, header.firstSeq);
    writeNumber(pbf, 5, header.lastSeq);
    writeText(pbf, 6, header.collectorId);
    writeNumber(pbf, 7, this.#receivedAt ?? 0);
    pbf.writeVarintField(1, version); // last, so that a record that was cut off anywhere is no record
    return pbf.finish();
  }

  readonly #writeEvent = (event: EventToWrite, pbf: PbfWriter): void => {
    const after = event.receivedAt - (this.#receivedAt ?? 0);
    if (after !== 0) pbf.writeSVarintField(1, after);
    writeBody(event, pbf);
  };
}

/** The wire form of record.proto, uncompressed. Throws RecordError when the events do not have the `seq` their place implies. */
export function encodeRecord(record: StreamRecord): Uint8Array {
  const writer = new RecordWriter();
  for (const peer of record.peers) writer.addPeer(peer);
  for (const feed of record.feeds) writer.addFeed(feed);
  for (const set of record.attributeSets) writer.addAttributeSet(set);
  for (const [index, event] of record.events.entries()) {
    if (event.seq !== seqAt(record.firstSeq, index)) throw new RecordError(`seq ${event.seq} at place ${index}`, 0);
    writer.addEvent(event);
  }
  return writer.finish(record);
}

const seqAt = (firstSeq: number, index: number): number => (firstSeq === 0 ? 0 : firstSeq + index);

interface EventDraft {
  receivedAfter: number;
  /** Null for kinds we do not know. */
  body: StreamEvent | null;
}

interface RecordDraft extends StreamRecord {
  version: number;
  receivedAt: number;
  drafts: EventDraft[];
}

const eventFields = fieldsOf<EventDraft>({
  1: signed((draft, value) => {
    draft.receivedAfter = value;
  }),
  ...bodyFields((draft, event) => {
    draft.body = event;
  }),
});

const recordFields = fieldsOf<RecordDraft>({
  1: number((record, value) => {
    record.version = value;
  }),
  2: text((record, value) => {
    record.routerId = value;
  }),
  3: number((record, value) => {
    record.session = value;
  }),
  4: number((record, value) => {
    record.firstSeq = value;
  }),
  5: number((record, value) => {
    record.lastSeq = value;
  }),
  6: text((record, value) => {
    record.collectorId = value;
  }),
  7: number((record, value) => {
    record.receivedAt = value;
  }),
  8: embedded(peerFields, emptyPeer, (record, peer) => record.peers.push(peer)),
  9: embedded(feedFields, emptyFeed, (record, feed) => record.feeds.push(feed)),
  10: embedded(attributeSetFields, emptyAttributeSet, (record, set) => record.attributeSets.push(set)),
  11: embedded(
    eventFields,
    (): EventDraft => ({ receivedAfter: 0, body: null }),
    (record, draft) => record.drafts.push(draft),
  ),
});

const emptyDraft = (): RecordDraft => ({
  version: 0,
  routerId: '',
  session: 0,
  firstSeq: 0,
  lastSeq: 0,
  collectorId: '',
  receivedAt: 0,
  peers: [],
  feeds: [],
  attributeSets: [],
  events: [],
  drafts: [],
});

/**
 * The inverse of encodeRecord. Byte values are views into `bytes`; fields and event kinds we do not know are left out.
 * Throws RecordError for anything that is not such a record.
 */
export function decodeRecord(bytes: Uint8Array): StreamRecord {
  const draft = decodeMessage(bytes, recordFields, emptyDraft());
  if (draft.version !== version) throw new RecordError(`record version ${draft.version} is not known`, 0);
  const { routerId, session, firstSeq, lastSeq, collectorId, peers, feeds, attributeSets } = draft;
  const events = eventsOf(draft);
  checkReferences(draft, events, bytes.length);
  return { routerId, session, firstSeq, lastSeq, collectorId, peers, feeds, attributeSets, events };
}

function eventsOf({ drafts, firstSeq, receivedAt }: RecordDraft): StreamEvent[] {
  const events: StreamEvent[] = [];
  for (const [index, { body, receivedAfter }] of drafts.entries()) {
    if (body === null) continue;
    body.seq = seqAt(firstSeq, index);
    body.receivedAt = receivedAt + receivedAfter;
    events.push(body);
  }
  return events;
}

function checkReferences(record: RecordDraft, events: readonly StreamEvent[], offset: number): void {
  const { peers, feeds, attributeSets, drafts, firstSeq, lastSeq } = record;
  const check = (what: string, index: number, list: readonly unknown[]): void => {
    if (index >= list.length) throw new RecordError(`${what} ${index} of ${list.length}`, offset);
  };
  if (drafts.length === 0) throw new RecordError('record without events', offset);
  if (lastSeq !== seqAt(firstSeq, drafts.length - 1))
    throw new RecordError(`last seq ${lastSeq} is not the last`, offset);
  for (const feed of feeds) check('peer', feed.peer, peers);
  for (const event of events) {
    if ('peer' in event) check('peer', event.peer, peers);
    if ('feed' in event) check('feed', event.feed, feeds);
    if ('attributeSet' in event) check('attribute set', event.attributeSet, attributeSets);
  }
}
