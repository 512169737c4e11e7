/** Where the files of captures go. */
export interface CaptureDestination {
  /** Octets of the largest file that it takes. */
  readonly largestFile: number;
  /** A new file, in the place of one that has that name: parts of `[A-Za-z0-9._-]` with slashes between. */
  create(name: string): Promise<CaptureFile>;
}

/** One at a time of `append` and `close`; `save` at any time before `close`. All reject where the destination fails. */
export interface CaptureFile {
  append(octets: Uint8Array): Promise<void>;
  /** Resolves when others can read what has been appended. */
  save(): Promise<void>;
  /** Saves, and lets go. */
  close(): Promise<void>;
}
