import { BmpStream } from './bmp-stream.ts';
import type { CaptureReport } from './report.ts';
import type { TcpSegment } from './tcp-segment.ts';
import { TcpStream, type WaitingTotal } from './tcp-stream.ts';

interface Direction {
  tcp: TcpStream;
  bmp: BmpStream;
}

/** Of connections with more than this many others in use since, nothing is remembered. */
const maximumDirections = 10_000;

/** Both directions of all connections of a capture: segments in, lines out. */
export class Connections {
  readonly #report: CaptureReport;
  /** The one unused for longest comes first. */
  readonly #directions = new Map<string, Direction>();
  readonly #waiting: WaitingTotal = { octets: 0 };

  constructor(report: CaptureReport) {
    this.#report = report;
  }

  *take(segment: TcpSegment): Generator<string> {
    yield* this.#endOther(segment);
    const direction = this.#directionOf(segment);
    if (direction === undefined) return;
    const { tcp, bmp } = direction;
    for (const piece of tcp.take(segment)) yield* bmp.take(piece);
    if (bmp.isOver) tcp.close();
    else if (tcp.hasEnded) bmp.end();
    // RFC 5961 §3.2: any other is ignored.
    if (segment.rst && tcp.isNext(segment.sequence)) yield* this.#endBoth(segment);
    yield* this.#forgetOldest();
  }

  /** The capture is over. */
  *end(): Generator<string> {
    for (const direction of this.#directions.values()) yield* end(direction);
    this.#directions.clear();
  }

  /** Ports may be used again. */
  *#endOther(segment: TcpSegment): Generator<string> {
    const before = this.#directions.get(segment.connection);
    if (before === undefined || !before.tcp.refuses(segment)) return;
    yield* end(before);
    this.#directions.delete(segment.connection);
  }

  /** A direction that never says anything is not worth remembering. */
  #directionOf(segment: TcpSegment): Direction | undefined {
    const { connection, payload, syn } = segment;
    const known = this.#directions.get(connection);
    if (known === undefined && payload.length === 0 && !syn) return undefined;
    const direction = known ?? {
      tcp: new TcpStream(segment, this.#waiting),
      bmp: new BmpStream(connection, this.#report),
    };
    this.#directions.delete(connection);
    this.#directions.set(connection, direction);
    return direction;
  }

  *#endBoth({ connection, opposite }: TcpSegment): Generator<string> {
    for (const name of [connection, opposite]) {
      const direction = this.#directions.get(name);
      if (direction !== undefined) yield* end(direction);
    }
  }

  *#forgetOldest(): Generator<string> {
    if (this.#directions.size <= maximumDirections) return;
    const [oldest] = this.#directions;
    if (oldest === undefined) return;
    yield* end(oldest[1]);
    this.#directions.delete(oldest[0]);
  }
}

function* end({ tcp, bmp }: Direction): Generator<string> {
  for (const piece of tcp.end()) yield* bmp.take(piece);
  bmp.end();
}
