import type { Capture } from './captures.ts';
import type { Difference } from './compare.ts';
import type { KnownDifference } from './differences.ts';
import type { Tally } from './tally.ts';

const shownDifferences = 20;

export function captureReport({ name, frames, left, sample }: Capture, tally: Tally): string[] {
  const chosen =
    sample === null
      ? ''
      : `, a sample of ${sample.size} compared: the first half of it in a row, the rest spread over the file`;
  const rest = left === 0 ? '' : `, ${left} octets cut off`;
  return [
    `${name}: ${frames.length} messages${chosen}${rest}`,
    `  ${tally.messages} comparisons, ${tally.fields} fields, ${tally.known} known differences, ${tally.unknown.length} unknown`,
    `  encoded again: ${countsOf(tally, (kind) => !kind.startsWith(' '))}`,
    ...(tally.leftOut > 0 ? [`  not for tshark: ${tally.leftOut} messages of BMP version 4, or too long`] : []),
    ...tally.unknown.slice(0, shownDifferences).flatMap(differenceLines),
    ...(tally.unknown.length > shownDifferences ? [`  … and ${tally.unknown.length - shownDifferences} more`] : []),
  ];
}

const countsOf = ({ reencoded }: Tally, shown: (kind: string) => boolean): string =>
  [...reencoded]
    .filter(([kind]) => shown(kind))
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

function differenceLines({ decoder, where, field, ours, theirs }: Difference): string[] {
  return [
    `  DIFFERENCE ${where} ${decoder} ${field}`,
    `    ours:   ${shortened(ours)}`,
    `    theirs: ${shortened(theirs)}`,
  ];
}

const shortened = (texts: readonly string[]): string => JSON.stringify(texts).slice(0, 300);

export function closingReport(total: Tally, absent: readonly string[]): { lines: string[]; ok: boolean } {
  const stale = total.stale();
  const unexplained = total.reencoded.get('unexplained') ?? 0;
  const isComplete = absent.length === 0;
  const ok = total.unknown.length === 0 && unexplained === 0 && (stale.length === 0 || !isComplete);
  const lines = [
    '',
    'Known differences',
    ...[...total.uses].map(([entry, uses]) => `  ${uses} × ${entryText(entry)}`),
    ...stale.map(
      (entry) => `  ${isComplete ? 'STALE' : 'not needed by the captures that are here'}: ${entryText(entry)}`,
    ),
    '',
    'Encoded again',
    ...[...total.reencoded].map(([kind, count]) => `  ${count} ${kind}`),
    '',
    ...absent.map((path) => `not here, so not compared: ${path}`),
    `conformance: ${total.messages} comparisons, ${total.fields} fields, ${total.known} known differences, ${total.unknown.length} unknown, ${isComplete ? stale.length : 0} stale entries, ${unexplained} not the same octets for no reason known: ${ok ? 'ok' : 'FAILED'}`,
  ];
  return { lines, ok };
}

const entryText = ({ decoder, field, right, why }: KnownDifference): string =>
  `${decoder} ${field.source}: ${right === 'either' ? 'either is right' : right === 'us' ? 'we are right' : 'they are right'}: ${why}`;
