import type { Random } from './random.ts';

/** One thing to throw octets at. */
export interface Target {
  name: string;
  /** Octets to try. */
  input(random: Random): Uint8Array;
  /** Throws where the code does what it never should. The same for the same octets and the same random numbers. */
  check(input: Uint8Array, random: Random): void | Promise<void>;
}

/** What the code should never do. */
export class Fault extends Error {}

/** Throws what `run` throws unless it is of the kinds that it may throw; then gives null. */
export function allowing<Value>(kinds: readonly (new (...args: never[]) => Error)[], run: () => Value): Value | null {
  try {
    return run();
  } catch (error) {
    if (kinds.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}
