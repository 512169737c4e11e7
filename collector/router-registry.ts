import type { RequestState } from '#model/control.ts';
import type { Closing } from './close-reason.ts';

/** A connection whose router is known. */
export interface RegisteredConnection {
  close(closing: Closing): void;
  /** What operators ask of the router; may be told again and again. */
  asked(request: RequestState): void;
  /** Resolves when all it received is published and its claim is closed. */
  readonly ended: Promise<void>;
}

/** One connection per router: a newer one takes the place of the older, once that has published all it had. */
export class RouterRegistry {
  readonly #current = new Map<string, RegisteredConnection>();

  get size(): number {
    return this.#current.size;
  }

  find(routerId: string): RegisteredConnection | undefined {
    return this.#current.get(routerId);
  }

  async enter(routerId: string, connection: RegisteredConnection): Promise<void> {
    const older = this.#current.get(routerId);
    this.#current.set(routerId, connection);
    if (older === undefined || older === connection) return;
    older.close({ reason: 'superseded', detail: null });
    await older.ended;
  }

  leave(routerId: string, connection: RegisteredConnection): void {
    if (this.#current.get(routerId) === connection) this.#current.delete(routerId);
  }
}
