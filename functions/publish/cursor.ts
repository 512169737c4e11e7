import * as z from 'zod';
import { publishedKey } from '#model/keys.ts';
import type { Store } from '#rib/store/store.ts';
import type { EventPosition } from '../event-feed-reader.ts';
import { firstPosition } from './follow.ts';

/** How far the feed has been published. */
export interface Progress {
  /** Of the first event that is not acknowledged. */
  next: EventPosition;
  /** Places of those behind it that are. */
  ahead: readonly string[];
}

export interface Cursor extends Progress {
  /** Null where nothing has ever been published. */
  version: number | null;
  /** Nobody but its holder sends before `until`, milliseconds since 1970. */
  lease: { holder: string; until: number };
}

const documentSchema = z.object({
  version: z.int(),
  next: z.object({ number: z.int(), index: z.int() }),
  ahead: z.array(z.string()),
  lease: z.object({ holder: z.string(), until: z.number() }),
});

export async function readCursor(store: Store): Promise<Cursor> {
  const document = await store.get(publishedKey);
  if (document) return documentSchema.parse(document);
  return { version: null, next: firstPosition, ahead: [], lease: { holder: '', until: 0 } };
}

/** Somebody else has written the cursor, though the lease was ours. */
export class OvertakenError extends Error {}

const pausesBetweenWrites = [100, 400, 1600];

/** The cursor in the hands of the one who may send. */
export class HeldCursor {
  readonly #store: Store;
  /** What the table has or shall have, but for the version: that is the last one known to be there. */
  #cursor: Cursor;

  private constructor(store: Store, cursor: Cursor) {
    this.#store = store;
    this.#cursor = cursor;
  }

  /** Null where somebody else has been faster. `lease.holder` is a name that no other taking has had. */
  static async take(store: Store, cursor: Cursor, lease: Cursor['lease']): Promise<HeldCursor | null> {
    const held = new HeldCursor(store, { ...cursor, lease });
    return (await held.#put()) ? held : null;
  }

  get progress(): Progress {
    return this.#cursor;
  }

  /** What is acknowledged and not recorded will be sent again, so the table gets some time to come back. @throws OvertakenError */
  async record({ next, ahead }: Progress, wait: (milliseconds: number) => Promise<void>): Promise<void> {
    this.#cursor = { ...this.#cursor, next, ahead };
    for (const pause of pausesBetweenWrites) {
      const isOurs = await this.#put().catch(() => null);
      if (isOurs) return;
      if (isOurs === false) throw new OvertakenError('another publisher holds the cursor');
      await wait(pause);
    }
    if (!(await this.#put())) throw new OvertakenError('another publisher holds the cursor');
  }

  /** The holder stays written: it tells whose a put was of which no answer came. */
  async release(): Promise<void> {
    this.#cursor = { ...this.#cursor, lease: { ...this.#cursor.lease, until: 0 } };
    await this.#put();
  }

  /** False where another one's is there. A put of ours that was taken though no answer came is not taken for that. */
  async #put(): Promise<boolean> {
    for (;;) {
      const { version: before, next, ahead, lease } = this.#cursor;
      const version = (before ?? 0) + 1;
      const document = { version, next, ahead, lease };
      const isTaken = await this.#store.putIfVersion({ key: publishedKey, document }, before);
      const current = isTaken ? document : await readCursor(this.#store);
      if (current.lease.holder !== lease.holder) return false;
      this.#cursor = { ...this.#cursor, version: current.version };
      if (isTaken) return true;
    }
  }
}
