import type { BlockReader } from '../base/block-reader.ts';
import type { Manifest } from '../base/manifest.ts';
import { DamageError, VersionError } from '../octets/octets.ts';
import type { LogRow } from '../rows/row.ts';
import type { LogCommit } from './log-commit.ts';
import { rowsOfRepeats } from './repeats.ts';

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
