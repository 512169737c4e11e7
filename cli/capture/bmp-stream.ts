import { messageToJson } from '#model/message-json.ts';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { bmpHeaderLength, defaultMaxMessageLength, Framer } from '#protocol/bmp/framer.ts';
import { messageOfCode } from '#protocol/bmp/messages/index.ts';
import { FramingError } from '#protocol/errors.ts';
import { cutOffText, notBmpText } from '../decoding.ts';
import { joined, unsigned32 } from './octet-buffer.ts';
import { timeText } from './packet.ts';
import type { CaptureReport } from './report.ts';
import type { Piece } from './tcp-stream.ts';

const none = new Uint8Array(0);

/** The messages of one direction of a connection, if it speaks BMP at all. */
export class BmpStream {
  readonly #connection: string;
  readonly #report: CaptureReport;
  /** What came before there was a whole header to judge. */
  #opening: Uint8Array = none;
  #session: { framer: Framer; decoder: BmpDecoder } | null = null;
  #isOver = false;
  /** Does the message under way have a hole? */
  #isDamaged = false;

  constructor(connection: string, report: CaptureReport) {
    this.#connection = connection;
    this.#report = report;
  }

  /** Nothing more can come of it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  *take(piece: Piece): Generator<string> {
    if (this.#isOver) return;
    if ('octets' in piece) yield* this.#read(piece.octets, timeText(piece.time));
    else yield* this.#skip(piece.missing);
  }

  end(): void {
    if (this.#isOver) return;
    if (this.#session !== null && this.#session.framer.buffered > 0) this.#tell(cutOffText(this.#session.framer));
    if (this.#opening.length > 0) this.#report.addNotBmp(this.#connection);
    this.#close();
  }

  #close(): void {
    this.#isOver = true;
    this.#session = null;
    this.#opening = none;
  }

  *#read(octets: Uint8Array, time: string | null): Generator<string> {
    if (this.#session !== null) return yield* this.#messages(this.#session, octets, time);
    this.#opening = joined(this.#opening, octets);
    if (this.#opening.length < bmpHeaderLength) return;
    if (!isBmpHeader(this.#opening)) return this.#refuse();
    this.#report.addConnection();
    this.#session = { framer: new Framer(), decoder: new BmpDecoder() };
    const opening = this.#opening;
    this.#opening = none;
    yield* this.#messages(this.#session, opening, time);
  }

  *#messages(
    { framer, decoder }: { framer: Framer; decoder: BmpDecoder },
    octets: Uint8Array,
    time: string | null,
  ): Generator<string> {
    try {
      framer.push(octets);
      for (let frame = framer.next(); frame !== null; frame = framer.next()) {
        const isDamaged = this.#isDamaged;
        this.#isDamaged = false;
        if (isDamaged) continue;
        yield `${JSON.stringify({ connection: this.#connection, time, ...messageToJson(decoder.decode(frame)) })}\n`;
      }
    } catch (error) {
      if (!(error instanceof FramingError)) throw error;
      this.#tell(notBmpText(error));
      this.#close();
    }
  }

  /**
   * Where the hole lies within one message, that message ends where its header says: it is filled up with zeros, and not shown.
   * Where it does not, the zeros are a header that ends the stream.
   */
  *#skip(missing: number): Generator<string> {
    if (this.#session === null) return this.#refuse();
    const { framer } = this.#session;
    const at = framer.offset + framer.buffered;
    const isWithinMessage = framer.buffered >= bmpHeaderLength && missing < defaultMaxMessageLength;
    this.#tell(
      `${missing} octets missing at offset ${at}${isWithinMessage ? '' : ', and where the next message begins is not known'}`,
    );
    this.#isDamaged = true;
    if (isWithinMessage) yield* this.#messages(this.#session, new Uint8Array(missing), null);
    else this.#close();
  }

  #refuse(): void {
    this.#close();
    this.#report.addNotBmp(this.#connection);
  }

  #tell(text: string): void {
    this.#report.addProblem(`${this.#connection}: ${text}`);
  }
}

/** Version (1), length (4), type (1) as a router would begin with. */
function isBmpHeader(octets: Uint8Array): boolean {
  const length = unsigned32(octets, 1);
  const isVersion = octets[0] === 3 || octets[0] === 4;
  const isLength = length >= bmpHeaderLength && length <= defaultMaxMessageLength;
  return isVersion && isLength && messageOfCode(octets[5] ?? -1) !== undefined;
}
