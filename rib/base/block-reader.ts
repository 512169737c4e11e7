import { blockKeys } from '#model/keys.ts';
import { DamageError } from '../octets/octets.ts';
import type { Store } from '../store/store.ts';
import { Block } from './block.ts';

const defaultKeepOctets = 64 * 1024 * 1024;

/** Reads base blocks and keeps them, as they never change. */
export class BlockReader {
  readonly #store: Store;
  readonly #keepOctets: number;
  /** Least recently used first. */
  readonly #kept = new Map<string, Block>();
  #heldOctets = 0;

  constructor(store: Store, keepOctets = defaultKeepOctets) {
    this.#store = store;
    this.#keepOctets = keepOctets;
  }

  /** @throws DamageError where it is damaged or gone. @throws VersionError */
  async read(routerId: string, family: string, id: string): Promise<Block> {
    const key = blockKeys.key(routerId, family, id);
    const known = this.#kept.get(key.pk);
    if (known) {
      this.#kept.delete(key.pk);
      this.#kept.set(key.pk, known);
      return known;
    }
    const document = await this.#store.getImmutable(key);
    if (!document) throw new DamageError(`block ${id} is gone`, 0);
    const block = new Block(document.data, family);
    this.#keep(key.pk, block);
    return block;
  }

  #keep(name: string, block: Block): void {
    this.#heldOctets += block.heldOctets - (this.#kept.get(name)?.heldOctets ?? 0);
    this.#kept.set(name, block);
    for (const [oldest, { heldOctets }] of this.#kept) {
      if (this.#heldOctets <= this.#keepOctets) return;
      this.#kept.delete(oldest);
      this.#heldOctets -= heldOctets;
    }
  }
}
