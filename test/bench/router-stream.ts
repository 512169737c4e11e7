import { zstdCompressSync } from 'node:zlib';
import { collectorConfigFromEnvironment } from '#collector/config.ts';
import { HeartbeatSchedule } from '#collector/heartbeat.ts';
import { addMessage, addUndecodable, informationOf } from '#collector/message-events.ts';
import { compression } from '#collector/publisher.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import { ipv4Unicast } from '#protocol/bgp/families/1-1-ipv4-unicast.ts';
import { ipv6Unicast } from '#protocol/bgp/families/2-1-ipv6-unicast.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';
import { sessionSource } from './session-source.ts';

/** What ingest gets at once. */
export interface Batch {
  records: Uint8Array[];
  /** Milliseconds since 1970. */
  at: number;
}

export interface RouterStreamProps {
  routerId: string;
  session: number;
  /** Milliseconds since 1970. */
  beganAt: number;
}

export interface Saying {
  /** Milliseconds from the times in the messages to those at which they come. */
  shift?: number;
  /** Each peer's dump is over as it comes up: what follows are changes. */
  dumped?: boolean;
}

const config = collectorConfigFromEnvironment({ STREAM_NAME: 'bench', TABLE_NAME: 'bench' });
const compressAbove = 4096;
/** The event source's: records, milliseconds, and octets of which Lambda takes 6 MB as base64. */
const most = { records: 100, window: 5_000, octets: 4_500_000 };
const routeMonitoring = 0;
const noCounters = { messages: {}, messageBytes: {}, bytes: 0, announced: 0, withdrawn: 0 };

/**
 * One session of a router as the collector and the stream hand it to ingest, at the times that its messages have: records end
 * after a second or at their size, batches after five seconds or at theirs, and heartbeats come between.
 */
export class RouterStream {
  readonly #builder: RecordBuilder;
  readonly #decoder = new BmpDecoder();
  readonly #heartbeats: HeartbeatSchedule;
  /** Messages that tell of routes. */
  updates = 0;
  #now: number;
  #recordBegan: number;
  #batchBegan: number;
  #records: Uint8Array[] = [];
  #octets = 0;

  constructor({ routerId, session, beganAt }: RouterStreamProps) {
    const intervals = { idle: config.heartbeatSeconds * 1000, active: config.activeHeartbeatSeconds * 1000, early: 0 };
    this.#now = beganAt;
    this.#recordBegan = beganAt;
    this.#batchBegan = beganAt;
    this.#heartbeats = new HeartbeatSchedule(intervals, beganAt);
    this.#builder = new RecordBuilder({
      header: { routerId, session, collectorId: 'bench' },
      maxBytes: config.batchBytes,
      emit: (record) => this.#emit(record),
    });
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#now;
  }

  /** What the router says, in octets however they are cut. */
  *say(octets: Iterable<Uint8Array>, saying: Saying = {}): Generator<Batch> {
    const framer = new Framer();
    for (const chunk of octets) {
      framer.push(chunk);
      for (let frame = framer.next(); frame !== null; frame = framer.next()) yield* this.#take(frame, saying);
    }
    yield* this.#endBatch();
  }

  /** The connection closes. */
  *lose(): Generator<Batch> {
    const reason = 'connection closed by the router';
    this.#builder.add({ kind: 'session-lost', receivedAt: this.#now, reason, terminationReason: null });
    yield* this.#endBatch();
  }

  *#take(frame: Frame, { shift = 0, dumped = false }: Saying): Generator<Batch> {
    if (frame.typeCode === routeMonitoring) this.updates += 1;
    const plain = this.#decoder.plainRoutes(frame);
    if (plain !== null) {
      yield* this.#advance(plain.timeSeconds * 1000 + shift);
      this.#builder.addPlainRoutes(plain, this.#now);
    } else {
      const decoded = this.#decoder.decode(frame);
      const { message } = decoded;
      if (message !== null && 'peer' in message) yield* this.#advance(message.peer.timeSeconds * 1000 + shift);
      const arrival = { offset: decoded.offset, receivedAt: this.#now };
      if (message === null) addUndecodable(this.#builder, decoded, arrival);
      else this.#takeMessage(message, dumped);
    }
    this.#heartbeats.activity(this.#now);
    if (this.#records.length >= most.records || this.#octets >= most.octets) yield this.#batch();
  }

  #takeMessage(message: BmpMessage, dumped: boolean): void {
    if (message.type === 'initiation') {
      const { sysName, sysDescr, tlvs } = message;
      const names = { sysName, sysDescr, information: informationOf(tlvs) };
      this.#builder.add({ kind: 'session-open', receivedAt: this.#now, ...sessionSource, ...names });
      return;
    }
    addMessage(this.#builder, message, { offset: 0, receivedAt: this.#now });
    if (message.type !== 'peer-up' || !dumped) return;
    for (const family of [ipv4Unicast, ipv6Unicast]) {
      this.#builder.addOfFeed(message.peer, family, (feed) => ({ kind: 'end-of-rib', feed, receivedAt: this.#now }));
    }
  }

  *#advance(time: number): Generator<Batch> {
    if (time <= this.#now) return;
    if (time - this.#recordBegan >= config.batchMilliseconds) this.#endRecord(time);
    if (time - this.#batchBegan >= most.window) {
      yield* this.#endBatch();
      this.#batchBegan = time;
    }
    this.#now = time;
    if (this.#heartbeats.due(time))
      this.#builder.add({ kind: 'heartbeat', receivedAt: time, counters: noCounters, lastPeerUpAt: null });
  }

  #endRecord(time: number): void {
    this.#builder.flush();
    this.#recordBegan = time;
  }

  *#endBatch(): Generator<Batch> {
    this.#builder.flush();
    if (this.#records.length > 0) yield this.#batch();
  }

  #batch(): Batch {
    const batch = { records: this.#records, at: this.#now };
    this.#records = [];
    this.#octets = 0;
    this.#batchBegan = this.#now;
    return batch;
  }

  #emit(record: Uint8Array): void {
    const data = record.length > compressAbove ? zstdCompressSync(record, compression) : new Uint8Array(record);
    this.#records.push(data);
    this.#octets += data.length;
  }
}

/** Milliseconds since 1970 of the first message that has a time. */
export function firstTimeIn(octets: Uint8Array): number {
  const framer = new Framer();
  const decoder = new BmpDecoder();
  framer.push(octets);
  for (let frame = framer.next(); frame !== null; frame = framer.next()) {
    const { message } = decoder.decode(frame);
    if (message !== null && 'peer' in message) return message.peer.timeSeconds * 1000;
  }
  throw new Error('no message has a time');
}
