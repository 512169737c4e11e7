import { zstdCompressSync } from 'node:zlib';
import { addMessage } from '#collector/message-events.ts';
import { compression } from '#collector/publisher.ts';
import { RecordBuilder } from '#collector/record-builder.ts';
import { routeCount } from '#protocol/bgp/route-set.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';

/** What one stage made of a stream. */
export interface Tally {
  messages: number;
  routes: number;
  undecodable: number;
  /** Octets of records. */
  written: number;
}

/** As a socket delivers them. */
const chunkLength = 65_536;

/** Each does what the one above it does, and more. */
export const stages = {
  framing(stream: Uint8Array): Tally {
    const tally = emptyTally();
    eachFrame(stream, () => tally.messages++);
    return tally;
  },
  decoding(stream: Uint8Array): Tally {
    const tally = emptyTally();
    const decoder = new BmpDecoder();
    eachFrame(stream, (frame) => decodeOne(decoder, frame, tally, everyRoute));
    return tally;
  },
  'socket to record'(stream: Uint8Array): Tally {
    const tally = emptyTally();
    const builder = new RecordBuilder({
      header: { routerId: 'bench', session: 1, collectorId: 'bench' },
      maxBytes: 200_000,
      emit: (record) => {
        tally.written += zstdCompressSync(record, compression).length;
      },
    });
    const arrival = { offset: 0, receivedAt: Date.now() };
    const decoder = new BmpDecoder();
    eachFrame(stream, (frame) => {
      const plain = decoder.plainRoutes(frame);
      if (plain === null) decodeOne(decoder, frame, tally, (message) => addMessage(builder, message, arrival));
      else {
        tally.messages++;
        tally.routes += plain.update.prefixCount;
        builder.addPlainRoutes(plain, arrival.receivedAt);
      }
    });
    builder.flush();
    return tally;
  },
} as const;

export type Stage = keyof typeof stages;

const emptyTally = (): Tally => ({ messages: 0, routes: 0, undecodable: 0, written: 0 });

function eachFrame(stream: Uint8Array, take: (frame: Frame) => void): void {
  const framer = new Framer();
  for (let at = 0; at < stream.length; at += chunkLength) {
    framer.push(stream.slice(at, at + chunkLength));
    for (let frame = framer.next(); frame !== null; frame = framer.next()) take(frame);
  }
}

function decodeOne(decoder: BmpDecoder, frame: Frame, tally: Tally, take: (message: BmpMessage) => void): void {
  const { message } = decoder.decode(frame);
  tally.messages++;
  if (message === null) {
    tally.undecodable++;
    return;
  }
  tally.routes += routesOf(message);
  take(message);
}

function routesOf(message: BmpMessage): number {
  if (message.type !== 'route-monitoring') return 0;
  let count = 0;
  for (const { announced, withdrawn } of message.updates) {
    for (const set of announced) count += routeCount(set);
    for (const set of withdrawn) count += routeCount(set);
  }
  return count;
}

/** Full decoding is an object for each route. */
function everyRoute(message: BmpMessage): void {
  if (message.type !== 'route-monitoring') return;
  for (const { announced, withdrawn } of message.updates)
    for (const set of [...announced, ...withdrawn]) void set.routes;
}
