import { type CaptureRequest, wantsCapture } from '#model/control.ts';
import type { Capture } from './capture.ts';
import type { CapturedSession, Captures } from './captures.ts';
import { type OctetBudget, SessionOpening } from './session-opening.ts';

interface Heard {
  message: Uint8Array;
  at: number;
}

/** Hears all messages of a connection, so that they can be captured from the first, or from any later one on. */
export class SessionTap {
  readonly #captures: Captures;
  readonly #openings: OctetBudget;
  readonly #opening: SessionOpening;
  /** Until the router is known, and no more than is held back for that. */
  #first: Heard[] | null = [];
  #session: CapturedSession | null = null;
  #capture: Capture | null = null;
  #toldOfRefusal = false;

  constructor(captures: Captures, openings: OctetBudget) {
    this.#captures = captures;
    this.#openings = openings;
    this.#opening = new SessionOpening(openings);
  }

  hear(message: Uint8Array, at: number): void {
    // Without room a capture cannot have the session's first messages; it begins with its opening then.
    if (this.#first !== null && !this.#openings.take(message.length)) this.#passFirst();
    if (this.#first === null) this.#pass(message, at);
    else this.#first.push({ message: message.slice(), at });
  }

  /** The router is known: what is asked for it by now is done from the first message on. */
  async identified(session: CapturedSession): Promise<void> {
    this.#session = session;
    const request = await this.#captures.requestOf(session);
    if (request !== null) this.asked(request);
    this.#passFirst();
  }

  /** What is asked for the router now; asking the same again changes nothing. */
  asked(request: CaptureRequest): void {
    if (this.#session === null) return;
    const isWanted = wantsCapture(request, this.#session.session, this.#captures.now);
    if (this.#capture !== null && this.#capture.id !== request.id) this.#capture.end('replaced');
    if (this.#capture?.id === request.id) {
      if (request.stoppedAt !== null) this.#capture.end('stopped');
    } else if (isWanted) this.#begin(request, this.#session);
  }

  /** The session is over. */
  end(): void {
    this.#passFirst();
    this.#capture?.end('session-over');
    this.#session = null;
    this.#opening.release();
  }

  #begin(request: CaptureRequest, session: CapturedSession): void {
    this.#capture = this.#captures.begin(request, session);
    if (this.#capture !== null || this.#toldOfRefusal) return;
    this.#toldOfRefusal = true;
    session.log.warn({ capture: request.id }, 'capture has to wait: as many as there may be are being made');
  }

  #passFirst(): void {
    const first = this.#first ?? [];
    this.#first = null;
    for (const { message, at } of first) {
      this.#openings.give(message.length);
      this.#pass(message, at);
    }
  }

  #pass(message: Uint8Array, at: number): void {
    this.#capture?.take(message, at, this.#opening);
    this.#opening.hear(message);
  }
}
