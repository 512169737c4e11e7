import { Refusal } from './refusal.ts';

export interface Caps {
  maxConnections: number;
  maxConnectionsPerSource: number;
}

/** What one connection takes up, from accept to its end. */
export interface Place {
  /** Counts it under its source, once that is known. Throws Refusal. */
  isOf(source: string): void;
  leave(): void;
}

/** How many connections there are, all and by source, up to the caps. One that has not yet shown its source counts, too. */
export class Places {
  readonly #caps: Caps;
  readonly #perSource = new Map<string, number>();
  #taken = 0;

  constructor(caps: Caps) {
    this.#caps = caps;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Throws Refusal. */
  take(): Place {
    if (this.#taken >= this.#caps.maxConnections) throw new Refusal('max-connections');
    this.#taken++;
    let source: string | null = null;
    return {
      isOf: (shown) => {
        this.#count(shown);
        source = shown;
      },
      leave: () => {
        this.#taken--;
        if (source !== null) this.#discount(source);
      },
    };
  }

  #count(source: string): void {
    const count = this.#perSource.get(source) ?? 0;
    if (count >= this.#caps.maxConnectionsPerSource) throw new Refusal('max-connections-per-source', source);
    this.#perSource.set(source, count + 1);
  }

  #discount(source: string): void {
    const left = (this.#perSource.get(source) ?? 1) - 1;
    if (left > 0) this.#perSource.set(source, left);
    else this.#perSource.delete(source);
  }
}
