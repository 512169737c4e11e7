import type { BlockReader } from './block-reader.ts';
import type { LogCommit } from './log-commit.ts';
import type { Manifest } from './manifest.ts';
import { DamageError, VersionError } from './octets.ts';
import { rowsOfRepeats } from './repeats.ts';
import type { LogRow } from './row.ts';

export interface FormerRows {
  /** Of each block, in order. */
  rows: readonly (readonly LogRow[])[];
  /** Of blocks that cannot be read. */
  errors: readonly (DamageError | VersionError)[];
}

/**
 * The rows that commits repeat of blocks which the manifest no longer has: of commits that were made while it was replaced. Such
 * blocks live for long enough, and are few.
 */
export async function readFormerRows(
  blocks: BlockReader,
  { routerId, family }: { routerId: string; family: string },
  commits: readonly LogCommit[],
  manifest: Manifest | null,
): Promise<FormerRows> {
  const ids = new Set(manifest?.entries.map(({ id }) => id));
  const former = commits.flatMap(({ repeats }) => repeats).filter(({ id }) => !ids.has(id));
  const rows: LogRow[][] = [];
  const errors: (DamageError | VersionError)[] = [];
  for (const repeats of former) {
    try {
      rows.push(rowsOfRepeats(await blocks.read(routerId, family, repeats.id), repeats));
    } catch (error) {
      if (!(error instanceof DamageError || error instanceof VersionError)) throw error;
      errors.push(error);
    }
  }
  return { rows, errors };
}
