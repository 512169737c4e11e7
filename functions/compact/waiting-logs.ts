import type { Manifest } from '#rib/base/manifest.ts';

/** Since when logs hold something that no base holds. */
export class WaitingLogs {
  /** When it was first seen that there is a log and no base, by table; milliseconds since 1970. */
  readonly #baseless = new Map<string, number>();

  /**
   * Milliseconds since 1970, or null where nothing waits. What waits came after the base was made: at what time is not known.
   * @param logged octets ever added to the log
   * @param manifest of the base as it was last read; undefined: it never was
   */
  since(table: string, logged: number, manifest: Manifest | null | undefined, now: number): number | null {
    const isWaiting = manifest !== undefined && logged > (manifest?.logged ?? 0);
    if (!isWaiting || manifest !== null) this.#baseless.delete(table);
    if (!isWaiting) return null;
    if (manifest !== null) return manifest.madeAt;
    const since = this.#baseless.get(table) ?? now;
    this.#baseless.set(table, since);
    return since;
  }
}
