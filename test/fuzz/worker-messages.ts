export interface WorkerOptions {
  seconds: number;
  seed: number;
  /** Null: all. */
  target: string | null;
  case: number | null;
  /** Index of the target and number of the case that is being tried; an index below zero: none. */
  progress: Int32Array;
}

export type WorkerMessage =
  | { kind: 'targets'; names: string[] }
  | { kind: 'note'; text: string }
  | { kind: 'end'; code: number };

/** How to try a case again. */
export const caseText = (target: string, number: number): string =>
  `again with: npm run fuzz -- --target '${target}' --case ${number}`;
