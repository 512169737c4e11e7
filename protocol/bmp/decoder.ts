import type { Issue } from '../bgp/context.ts';
import { Reader } from '../bytes/reader.ts';
import { DecodeError } from '../errors.ts';
import { bmpHeaderLength, type Frame } from './framer.ts';
import { type BmpMessage, messageOfCode } from './messages/index.ts';
import { PeerTable } from './peer-table.ts';
import { PlainRoutes } from './plain-routes.ts';

export interface DecodedFrame {
  /** Absolute offset of the frame. */
  offset: number;
  length: number;
  version: 3 | 4;
  message: BmpMessage;
  /** Of the BMP message and of all UPDATEs in it: the first 256. */
  issues: Issue[];
}

export interface UndecodableFrame {
  offset: number;
  length: number;
  version: 3 | 4;
  message: null;
  typeCode: number;
  reason: string;
  /** Absolute offset of what could not be decoded. */
  errorOffset: number;
  /** The whole frame. */
  bytes: Uint8Array;
}

export type DecodedMessage = DecodedFrame | UndecodableFrame;

const defaultMaxPeers = 20_000;
const mostIssues = 256;

/**
 * Decodes the messages of one BMP connection in their order. It remembers what Peer Ups said of the form of the routes.
 * Octet arrays in the values may be views of the frame.
 */
export class BmpDecoder {
  readonly #peers: PeerTable;
  readonly #plainRoutes = new PlainRoutes();

  constructor(options: { maxPeers?: number } = {}) {
    this.#peers = new PeerTable(options.maxPeers ?? defaultMaxPeers);
  }

  /** The routes of a message of the plainest kind, read in place and good until the next call; null for all others, which are for `decode`. */
  plainRoutes(frame: Frame): PlainRoutes | null {
    return this.#plainRoutes.read(frame, this.#peers) ? this.#plainRoutes : null;
  }

  /** Until the next frame comes: of the last one, and of what arrived with it, nothing is kept in memory. */
  release(): void {
    this.#plainRoutes.release();
  }

  /** Never throws: what cannot be decoded comes back with the reason, and the next frame can be decoded all the same. */
  decode(frame: Frame): DecodedMessage {
    const { offset, version, bytes } = frame;
    const issues: Issue[] = [];
    try {
      const message = this.#decodeMessage(frame, issues);
      return { offset, length: bytes.length, version, message, issues: bounded(issues, offset) };
    } catch (error) {
      return undecodable(frame, error);
    }
  }

  #decodeMessage({ offset, version, typeCode, bytes }: Frame, issues: Issue[]): BmpMessage {
    const reader = Reader.over(bytes, offset);
    reader.skip(bmpHeaderLength);
    const definition = messageOfCode(typeCode);
    if (definition === undefined) return { type: 'unknown', code: typeCode, data: reader.rest() };
    return definition.decode(reader, { version, peers: this.#peers, issues });
  }
}

/** A message of 1 MiB can be a hundred thousand UPDATEs, each with a fault. */
function bounded(issues: Issue[], offset: number): Issue[] {
  const more = issues.length - mostIssues;
  if (more <= 0) return issues;
  return [...issues.slice(0, mostIssues), { code: null, reason: `${more} more issues`, outcome: 'note', offset }];
}

/** Anything but a DecodeError is a fault of ours; even that must not take the connection down. */
function undecodable({ offset, version, typeCode, bytes }: Frame, error: unknown): UndecodableFrame {
  const known = error instanceof DecodeError;
  return {
    offset,
    length: bytes.length,
    version,
    message: null,
    typeCode,
    reason: known ? error.reason : `internal error: ${error}`,
    errorOffset: known ? error.offset : offset,
    bytes,
  };
}
