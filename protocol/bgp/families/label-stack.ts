import type { Reader } from '../../bytes/reader.ts';
import type { Writer } from '../../bytes/writer.ts';
import { EncodeError } from '../../errors.ts';
import { mplsLabel } from '../../net/mpls-label.ts';
import { type NlriContext, noteOnce } from '../context.ts';

/** An entry is label (20 bits), traffic class (3), bottom of stack (1), RFC 8277 §2.2. */
export const labelEntryBits = 24;
const bottomOfStack = 1;

/** Stands in withdrawals where labels would, and means nothing; 0x000000 is common as well (RFC 8277 §2.4). */
const compatibility = 0x800000;

/** What FRR and GoBGP announce where they have no label, without the bottom of stack. */
const isNoLabel = (entry: number): boolean => entry === 0 || entry === compatibility;

/**
 * The labels at the reader, null in a withdrawal, and how many entries they took; `fits` says whether a prefix is left behind so many.
 * A session of one label has one entry, whatever its bottom of stack (RFC 8277 §2.2); one of several, and one whose OPENs
 * nobody saw, has entries down to the bottom (§2.3). A stack that fits only the other way is read that way. Null where none fits.
 * Traffic class, the bottom of stack and the field of a withdrawal are not kept: `encodeLabels` writes them as the RFC wants them.
 */
export function decodeLabels(
  reader: Reader,
  multiple: boolean | null,
  fits: (depth: number) => boolean,
  { withdrawn, issues }: NlriContext,
): { labels: number[] | null; depth: number } | null {
  const { offset } = reader;
  const bottom = depthOfBottom(reader.fork(), multiple === null);
  const depth = (multiple === false || withdrawn ? [1, bottom] : [bottom, 1]).find(fits);
  if (depth === undefined) return null;
  const entries = Array.from({ length: depth }, () => reader.u24());
  const last = entries.at(-1) ?? 0;
  if (depth > 1 && multiple !== true)
    noteOnce(issues, `${depth} labels, ${multiple === null ? 'and no OPENs seen' : 'where one is allowed'}`, offset);
  if (!withdrawn && (last & bottomOfStack) === 0 && !isNoLabel(last))
    noteOnce(issues, 'label without bottom of stack', offset);
  return { labels: withdrawn ? null : entries.map(mplsLabel), depth };
}

/** Without labels, as in withdrawals, the field of RFC 8277 §2.4. */
export function encodeLabels(writer: Writer, labels: readonly number[] | null): void {
  if (labels === null) writer.u24(compatibility);
  else if (labels.length === 0) throw new EncodeError('a label stack is never empty');
  else for (const [index, label] of labels.entries()) writer.u24(label * 16 + (index === labels.length - 1 ? 1 : 0));
}

/** NaN where the octets end before the bottom of the stack. */
function depthOfBottom(reader: Reader, endsAtNoLabel: boolean): number {
  for (let depth = 1; reader.remaining >= 3; depth++) {
    const entry = reader.u24();
    if ((entry & bottomOfStack) !== 0 || (endsAtNoLabel && isNoLabel(entry))) return depth;
  }
  return Number.NaN;
}
