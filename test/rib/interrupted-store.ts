import { type Key, kindOf } from '#model/keys.ts';
import type { Document, Stored, Write } from '#rib/store/store.ts';
import { DelegatingStore } from './delegating-store.ts';

export type Moment =
  | 'before a block is read'
  | 'before blocks are written'
  | 'before a past is kept'
  | 'before the flip';

/** Something happens, once, at a moment of a compaction that runs over it. */
export class InterruptedStore extends DelegatingStore {
  readonly #moment: Moment;
  #happen: (() => Promise<unknown>) | null;

  constructor(inner: DelegatingStore['inner'], moment: Moment, happen: () => Promise<unknown>) {
    super(inner);
    this.#moment = moment;
    this.#happen = happen;
  }

  /** It has happened. */
  get isOver(): boolean {
    return this.#happen === null;
  }

  override async getImmutable(key: Key): Promise<Document | undefined> {
    await this.#come('before a block is read');
    return super.getImmutable(key);
  }

  override async write(writes: readonly Write[]): Promise<void> {
    const [first] = writes;
    const isPast = first && 'put' in first && kindOf(first.put.key.pk) === 'BASE';
    await this.#come(isPast ? 'before a past is kept' : 'before blocks are written');
    return super.write(writes);
  }

  override async putIfVersion(stored: Stored, version: number | null, ttl?: number): Promise<boolean> {
    await this.#come('before the flip');
    return super.putIfVersion(stored, version, ttl);
  }

  async #come(moment: Moment): Promise<void> {
    if (moment !== this.#moment || this.#happen === null) return;
    const happen = this.#happen;
    this.#happen = null;
    await happen();
  }
}
