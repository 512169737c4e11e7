export interface BusEntry {
  source: string;
  detailType: string;
  /** Milliseconds since 1970. */
  time: number;
  resources: readonly string[];
  /** JSON. */
  detail: string;
}

export interface EventBus {
  /**
   * Of each entry, in their order, null where it was taken, else why it was not. Throws where nobody knows: then all of them,
   * some or none may have been taken.
   */
  put(entries: readonly BusEntry[]): Promise<(string | null)[]>;
}
