export type Operation = 'get' | 'get-immutable' | 'query' | 'put' | 'conditional-put' | 'delete';

/** What one operation on items of one kind (the first part of their partition key) has come to. */
export interface Usage {
  kind: string;
  operation: Operation;
  /** Calls of the service; in a batch each item counts, as it does in the bill. */
  requests: number;
  writeUnits: number;
  readUnits: number;
}

/** Adds up what is used, by kind and operation. */
export class UsageMeter {
  readonly #totals = new Map<string, Usage>();
  #taken = new Map<string, Usage>();

  add(used: Usage): void {
    const name = nameOf(used);
    this.#totals.set(name, sum(used, this.#totals.get(name)));
  }

  /** All since the beginning. */
  usage(): readonly Usage[] {
    return [...this.#totals.values()];
  }

  /** What came on top since it was last taken. */
  takeUsage(): readonly Usage[] {
    const before = this.#taken;
    this.#taken = new Map(this.#totals);
    return this.usage()
      .map((total) => difference(total, before.get(nameOf(total))))
      .filter(({ requests }) => requests > 0);
  }
}

const nameOf = ({ kind, operation }: Usage): string => `${kind} ${operation}`;

const sum = (used: Usage, total: Usage | undefined): Usage => ({
  ...used,
  requests: used.requests + (total?.requests ?? 0),
  writeUnits: used.writeUnits + (total?.writeUnits ?? 0),
  readUnits: used.readUnits + (total?.readUnits ?? 0),
});

const difference = (total: Usage, before: Usage | undefined): Usage => ({
  ...total,
  requests: total.requests - (before?.requests ?? 0),
  writeUnits: total.writeUnits - (before?.writeUnits ?? 0),
  readUnits: total.readUnits - (before?.readUnits ?? 0),
});
