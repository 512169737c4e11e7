/** Where ingest's failures are kept. */
export interface FailureStore {
  /** Names of those that have not been dealt with, oldest first as far as names tell. */
  list(): Promise<string[]>;
  /** The invocation record. Rejects where there is none of that name. */
  read(name: string): Promise<string>;
  /** It need not be looked at again. */
  settle(name: string): Promise<void>;
}
