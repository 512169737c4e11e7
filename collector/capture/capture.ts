import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CaptureRequest, CaptureState } from '#model/control.ts';
import { retryForever } from '../back-off.ts';
import { CaptureFiles } from './capture-files.ts';
import type { CaptureServices } from './captures.ts';
import { type Batch, MessageQueue } from './message-queue.ts';
import type { SessionOpening } from './session-opening.ts';

/** Why a capture is over; of `session-over`, only in this session. */
export const captureEnds = {
  duration: 'its time was over',
  stopped: 'stopped by an operator',
  replaced: 'another capture took its place',
  'session-over': null,
} as const;

export type CaptureEnd = keyof typeof captureEnds;

export interface CaptureProps {
  services: CaptureServices;
  request: CaptureRequest;
  routerId: string;
  session: number;
  log: Logger;
  /** The capture of an earlier session of the router, which has to be over first. */
  previous: Promise<void>;
}

/** How often the table is told, and what was captured made readable, while something changes. */
const tellMilliseconds = 5000;

/** What of one session goes into files. It never makes the session wait: what cannot be written fast enough is left out, and counted. */
export class Capture {
  readonly ended: Promise<void>;
  readonly #props: CaptureProps;
  readonly #queue = new MessageQueue();
  readonly #deadline: NodeJS.Timeout;
  #wake = Promise.withResolvers<void>();
  #end: CaptureEnd | null = null;
  #state: CaptureState;
  #telling: Promise<void> = Promise.resolve();
  #toldAt = 0;
  #changed = true;

  constructor(props: CaptureProps) {
    const { request, services } = props;
    this.#props = props;
    this.#state = this.#newState();
    this.#deadline = setTimeout(() => this.end('duration'), request.until - services.now());
    this.ended = this.#run();
  }

  get id(): string {
    return this.#props.request.id;
  }

  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** `opening` is that of the session before the message. */
  take(message: Uint8Array, at: number, opening: SessionOpening): void {
    if (this.#end !== null) return;
    if (this.#queue.add(message, at, opening)) this.#wake.resolve();
    else this.#drop(1, message.length);
  }

  /** What was taken is still written. */
  end(end: CaptureEnd): void {
    this.#end ??= end;
    clearTimeout(this.#deadline);
    this.#wake.resolve();
  }

  async #run(): Promise<void> {
    const { services, log } = this.#props;
    services.metrics.captures.inc();
    try {
      await this.#props.previous;
      await this.#writeAll(await this.#resume());
    } catch (error) {
      log.warn({ err: error }, 'capture given up');
      this.end('session-over');
    }
    services.metrics.captures.dec();
  }

  /** What earlier sessions have captured counts on. */
  async #resume(): Promise<CaptureFiles> {
    const { services, request, routerId, session, log } = this.#props;
    const known = await this.#persist('read', () => services.requests.readCapture(routerId, request.id));
    if (known !== null) {
      const { droppedMessages, droppedBytes, failure, updatedAt } = this.#state;
      this.#state = { ...known, session, state: 'capturing', updatedAt, collectorId: services.collectorId };
      this.#state.droppedMessages += droppedMessages;
      this.#state.droppedBytes += droppedBytes;
      this.#state.failure = failure ?? known.failure;
    }
    const { fileBytes, files, id: captureId } = request;
    const onLost = (file: { messages: number; bytes: number }, error: unknown): void => {
      this.#failed(error);
      this.#drop(file.messages, file.bytes);
    };
    log.info({ capture: captureId }, 'capture begun');
    const { destination } = services;
    return new CaptureFiles({
      destination,
      ...{ routerId, captureId, session, fileBytes, files, onLost },
      earlier: this.#state.files,
    });
  }

  async #writeAll(files: CaptureFiles): Promise<void> {
    for (;;) {
      const batch = this.#queue.shift();
      if (batch !== null) await this.#write(files, batch);
      else if (this.#end !== null) break;
      else await this.#pause();
      this.#tellWhenDue(files);
    }
    await files.close();
    await this.#telling;
    await this.#tellEnd(files);
  }

  async #write(files: CaptureFiles, batch: Batch): Promise<void> {
    this.#changed = true;
    try {
      await files.append(batch);
      this.#state.messages += batch.messages;
      this.#state.bytes += batch.octets.length;
      this.#props.services.metrics.capturedBytes.inc(batch.octets.length);
    } catch (error) {
      this.#failed(error);
      this.#drop(batch.messages, batch.octets.length);
    }
  }

  /** Until there is something to do. */
  async #pause(): Promise<void> {
    const timer = new AbortController();
    const due = delay(tellMilliseconds, undefined, { signal: timer.signal }).catch(() => {});
    await Promise.race([this.#wake.promise, due]);
    timer.abort();
    this.#wake = Promise.withResolvers<void>();
    // What came in between is seen by the next look at the queue; an end must not be slept through.
    if (this.#end !== null) this.#wake.resolve();
  }

  #drop(messages: number, bytes: number): void {
    this.#state.droppedMessages += messages;
    this.#state.droppedBytes += bytes;
    this.#changed = true;
    this.#props.services.metrics.captureDroppedBytes.inc(bytes);
  }

  #failed(error: unknown): void {
    this.#state.failure = error instanceof Error ? error.message : String(error);
    this.#props.log.warn({ err: error, capture: this.id }, 'capture could not be written');
  }

  #tellWhenDue(files: CaptureFiles): void {
    const now = this.#props.services.now();
    if (!this.#changed || now - this.#toldAt < tellMilliseconds) return;
    this.#toldAt = now;
    this.#changed = false;
    this.#telling = this.#telling.then(() => this.#tell(files));
  }

  async #tell(files: CaptureFiles): Promise<void> {
    try {
      await files.save();
      await this.#put(files);
    } catch (error) {
      this.#changed = true;
      this.#failed(error);
    }
  }

  async #tellEnd(files: CaptureFiles): Promise<void> {
    const end = this.#end ?? 'session-over';
    this.#state.state = end === 'session-over' ? 'waiting' : 'ended';
    this.#state.endReason = captureEnds[end];
    await this.#persist('put', () => this.#put(files));
    this.#props.log.info({ capture: this.id, end, messages: this.#state.messages }, 'capture ended');
  }

  /** One that a later session goes on with is not ours to write any more. */
  async #put(files: CaptureFiles): Promise<void> {
    const { services, request } = this.#props;
    this.#state.files = files.list;
    this.#state.updatedAt = services.now();
    const ttl = Math.ceil(request.until / 1000) + services.keptSeconds;
    if (!(await services.requests.putCapture(this.#state, ttl))) this.end('session-over');
  }

  #persist<Value>(operation: string, run: () => Promise<Value>): Promise<Value> {
    const { services, log } = this.#props;
    const onFailure = (error: unknown): void => {
      services.metrics.claimRetries.inc({ operation: `capture-${operation}` });
      log.warn({ err: error, operation }, 'table operation of a capture failed, will be tried again');
    };
    return retryForever(run, onFailure, services.abandon, services.backOff);
  }

  #newState(): CaptureState {
    const { services, request, routerId, session } = this.#props;
    return {
      routerId,
      captureId: request.id,
      collectorId: services.collectorId,
      session,
      state: 'capturing',
      endReason: null,
      startedAt: services.now(),
      updatedAt: services.now(),
      messages: 0,
      bytes: 0,
      droppedMessages: 0,
      droppedBytes: 0,
      failure: null,
      files: [],
    };
  }
}
