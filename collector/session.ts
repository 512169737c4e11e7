import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { RequestState } from '#model/control.ts';
import { BmpDecoder, type UndecodableFrame } from '#protocol/bmp/decoder.ts';
import { type Frame, Framer } from '#protocol/bmp/framer.ts';
import type { Termination } from '#protocol/bmp/messages/05-termination.ts';
import { terminationReasonText } from '#protocol/bmp/tlv-types.ts';
import { FramingError } from '#protocol/errors.ts';
import { hexOf } from '#protocol/net/hex.ts';
import { foreignStream } from './access/foreign-stream.ts';
import { Admission, type Arrived, type ClaimedSession } from './admission.ts';
import type { SessionTap } from './capture/session-tap.ts';
import { type Closing, closingText, isByStation, isLoss } from './close-reason.ts';
import { countMessage, countPlain, PlainTally } from './message-counts.ts';
import { NotAdmitted } from './not-admitted.ts';
import type { RegisteredConnection } from './router-registry.ts';
import type { CollectorServices } from './services.ts';
import { Allowance } from './turns.ts';

export interface BmpSessionProps {
  socket: Socket;
  /** Names the connection in logs. */
  connection: number;
  source: string;
  sourcePort: number;
  /** In whose name its certificate was issued; null without TLS. */
  certificateName: string | null;
  services: CollectorServices;
}

/** RFC 7854 §4.5: the router closes after a Termination. If it does not, we do. */
const terminationGraceMilliseconds = 5000;

/** Octets of a broken stream that go into the log. */
const loggedBytes = 32;

/**
 * One connection, from accept to close: octets to frames to messages, and on to the router's session once there is one.
 * It reads only while there is room to publish and the table answers; otherwise TCP makes the router wait.
 */
export class BmpSession implements RegisteredConnection {
  readonly #socket: Socket;
  readonly #services: CollectorServices;
  readonly #log: Logger;
  readonly #framer: Framer;
  readonly #decoder = new BmpDecoder();
  readonly #admission: Admission;
  readonly #closed = new AbortController();
  readonly #ended = Promise.withResolvers<void>();
  readonly #plainTally = new PlainTally();
  readonly #allowance: Allowance;
  readonly #tap: SessionTap | null;
  #claimed: ClaimedSession | null = null;
  #undecodable = 0;
  #heardAt = performance.now();
  #closing: Closing | null = null;
  #termination: { reason: number | null } | null = null;
  #initiationTimer: NodeJS.Timeout | null = null;
  #stallTimer: NodeJS.Timeout | null = null;
  #terminationTimer: NodeJS.Timeout | null = null;

  constructor({ socket, connection, source, sourcePort, certificateName, services }: BmpSessionProps) {
    this.#socket = socket;
    this.#services = services;
    this.#allowance = new Allowance(services.turns);
    this.#tap = services.captures?.tap() ?? null;
    this.#log = services.log.child({ connection, source });
    this.#framer = new Framer({ maxMessageLength: services.config.maxMessageLength });
    this.#admission = new Admission({
      services,
      log: this.#log,
      source,
      sourcePort,
      certificateName,
      connection: this,
      signal: AbortSignal.any([this.#closed.signal, services.abandon]),
      onTakenOver: () => this.close({ reason: 'taken-over', detail: null }),
      onClaimed: (claimed) => this.#onClaimed(claimed),
    });
  }

  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  get isClosing(): boolean {
    return this.#closing !== null;
  }

  /** When it received something last, by `performance.now()`. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Reads until the connection ends, and then until all is published. Never rejects. */
  async run(): Promise<void> {
    const { metrics, config } = this.#services;
    metrics.connections.inc();
    this.#socket.on('error', (error) => this.#log.debug({ err: error }, 'socket error'));
    this.#initiationTimer = setTimeout(() => this.#demandInitiation(), config.initiationTimeoutSeconds * 1000);
    try {
      await this.#read();
      this.#closing ??= { reason: 'closed-by-router', detail: null };
    } catch (error) {
      this.#closing ??= this.#closingOf(error);
    }
    await this.#finish(this.#closing);
    metrics.connections.dec();
    this.#ended.resolve();
  }

  /** Stops reading. What was handed on already is still published. */
  close(closing: Closing): void {
    this.#closing ??= closing;
    this.#closed.abort();
    this.#socket.destroy();
  }

  /** A resync is meant for the session that there was when it was asked for. */
  asked({ capture, resync }: RequestState): void {
    if (this.#claimed === null) return;
    if (resync !== null && this.#claimed.session <= resync.session) this.close({ reason: 'resync', detail: null });
    else if (capture !== null) this.#tap?.asked(capture);
  }

  async #onClaimed(claimed: ClaimedSession): Promise<void> {
    this.#claimed = claimed;
    await this.#tap?.identified(claimed);
  }

  async #read(): Promise<void> {
    for await (const chunk of this.#socket) {
      const receivedAt = this.#services.now();
      this.#heardAt = performance.now();
      this.#framer.push(chunk);
      for (let frame = this.#framer.next(); frame !== null; frame = this.#framer.next()) {
        this.#clearStallTimer();
        const waiting = this.#take(frame, receivedAt);
        if (waiting !== null) await this.#whilePaused(waiting);
        const turn = this.#allowance.spend(frame.bytes.length);
        if (turn !== null) await this.#untilTurn(turn);
        if (this.#closing !== null) return;
      }
      this.#countPlain();
      this.#decoder.release();
      this.#startStallTimer();
    }
  }

  /** Gives what reading has to wait for, if anything. */
  #take(frame: Frame, receivedAt: number): Promise<void> | null {
    this.#tap?.hear(frame.bytes, receivedAt);
    const { session } = this.#admission;
    const plain = session === null ? null : this.#decoder.plainRoutes(frame);
    if (session === null || plain === null) return this.#takeAny(frame, receivedAt);
    session.handlePlain(plain, receivedAt);
    this.#plainTally.add(plain, frame.bytes.length);
    return session.hasRoom ? null : session.room();
  }

  #countPlain(): void {
    const count = this.#plainTally.take();
    if (count === null) return;
    countPlain(count, this.#services.metrics);
    this.#admission.session?.countPlain(count);
  }

  #takeAny(frame: Frame, receivedAt: number): Promise<void> | null {
    const decoded = this.#decoder.decode(frame);
    const arrived = {
      decoded,
      receivedAt,
      routes: countMessage(decoded, this.#services.metrics),
    };
    if (decoded.message === null) this.#logUndecodable(decoded);
    else if (decoded.message.type === 'termination') this.#noteTermination(decoded.message);
    const { session } = this.#admission;
    if (session === null) return this.#admit(arrived);
    this.#admission.deliver(arrived, session);
    return session.hasRoom ? null : session.room();
  }

  /** The first few, then one in a thousand: every one of them is counted and kept in the stream. */
  #logUndecodable(frame: UndecodableFrame): void {
    const count = ++this.#undecodable;
    if (count > 10 && count % 1000 !== 0) return;
    this.#log.warn({ ...undecodableFields(frame), count }, 'message could not be decoded');
  }

  async #admit(arrived: Arrived): Promise<void> {
    await this.#admission.offer(arrived);
    if (this.#admission.isFull) this.#demandInitiation();
    await this.#admission.session?.room();
  }

  async #whilePaused(waiting: Promise<void>): Promise<void> {
    this.#countPlain();
    const { pausedSessions } = this.#services.metrics;
    pausedSessions.inc();
    try {
      await waiting;
    } finally {
      pausedSessions.dec();
    }
  }

  #untilTurn(turn: Promise<void>): Promise<void> {
    this.#countPlain();
    return turn;
  }

  #demandInitiation(): void {
    if (!this.#admission.hasInitiation) this.close({ reason: 'no-initiation', detail: null });
  }

  #noteTermination({ reason }: Termination): void {
    this.#termination = { reason };
    this.#terminationTimer ??= setTimeout(
      () => this.close({ reason: 'terminated', detail: null }),
      terminationGraceMilliseconds,
    );
  }

  /** Runs from the first octets of a message to its last: one that comes octet by octet is no better than one that never comes. */
  #startStallTimer(): void {
    if (this.#framer.buffered === 0) return;
    this.#stallTimer ??= setTimeout(
      () => this.close({ reason: 'stalled', detail: `${this.#framer.buffered} octets of a message` }),
      this.#services.config.stallTimeoutSeconds * 1000,
    );
  }

  #clearStallTimer(): void {
    if (this.#stallTimer !== null) clearTimeout(this.#stallTimer);
    this.#stallTimer = null;
  }

  #closingOf(error: unknown): Closing {
    if (error instanceof FramingError) return this.#brokenStream(error);
    if (error instanceof NotAdmitted) return error.closing;
    if (isSocketError(error)) return { reason: 'connection-error', detail: error.code };
    this.#log.error({ err: error }, 'connection given up');
    return { reason: 'internal-error', detail: null };
  }

  #brokenStream(error: FramingError): Closing {
    const { reason, offset } = error;
    const { metrics } = this.#services;
    const look = foreignStream(error);
    metrics.framingErrors.inc({ reason: metrics.framingReasons.of(reason) });
    return { reason: 'framing-error', detail: `${reason} at octet ${offset}${look === null ? '' : `; ${look}`}` };
  }

  async #finish(closing: Closing): Promise<void> {
    this.#countPlain();
    for (const timer of [this.#initiationTimer, this.#stallTimer, this.#terminationTimer]) {
      if (timer !== null) clearTimeout(timer);
    }
    this.#socket.destroy();
    const final = this.#finalOf(closing);
    await this.#publishRest(final);
    this.#admission.leave();
    this.#report(final);
  }

  /** A Termination is the reason, whoever closed in the end. */
  #finalOf(closing: Closing): Closing {
    if (this.#termination === null) return closing;
    const { reason } = this.#termination;
    return { reason: 'terminated', detail: reason === null ? null : terminationReasonText(reason) };
  }

  async #publishRest(closing: Closing): Promise<void> {
    try {
      await this.#admission.end();
    } catch (error) {
      this.#log.debug({ err: error }, 'closed before the router was known');
    }
    this.#tap?.end();
    await this.#admission.session?.lose({
      reason: closingText(closing),
      terminationReason: this.#termination?.reason ?? null,
      byStation: isByStation(closing),
    });
  }

  #report(closing: Closing): void {
    const { metrics } = this.#services;
    const { session } = this.#admission;
    const cutOff = this.#framer.buffered;
    metrics.closed.inc({ reason: closing.reason });
    if (session !== null && isLoss(closing)) metrics.sessionsLost.inc();
    metrics.cutOffBytes.inc(cutOff);
    const fields = { ...this.#admission.logFields, reason: closing.reason, octets: this.#framer.offset, cutOff };
    if (session === null) {
      metrics.rejected.inc({ reason: closing.reason });
      this.#services.refusalLog.warn(this.#log, closing.reason, fields, closingText(closing));
      return;
    }
    this.#log[closing.reason === 'framing-error' ? 'warn' : 'info'](fields, closingText(closing));
  }
}

const undecodableFields = ({ typeCode, reason, offset, errorOffset, length, bytes }: UndecodableFrame) => ({
  typeCode,
  reason,
  offset,
  errorOffset,
  length,
  hex: hexOf(bytes.subarray(0, loggedBytes)),
});

const isSocketError = (error: unknown): error is NodeJS.ErrnoException & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';
