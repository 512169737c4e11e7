import type { Reading } from './reading.ts';

export type Decoder = 'tshark' | 'netgauze' | 'exabgp';

/** A field on which we and another decoder disagree. */
export interface Difference {
  decoder: Decoder;
  /** Of the message: capture and number. */
  where: string;
  field: string;
  ours: readonly string[];
  theirs: readonly string[];
  /** The two readings of the whole message. */
  whole: { ours: Reading; theirs: Reading };
}

export interface Comparison {
  /** Values that either side has. */
  fields: number;
  differences: Difference[];
}

/** Fields that a decoder never speaks of, by the whole name. What it gives nevertheless is compared. */
export type SilentOn = RegExp;

/** All fields of two readings of one message. */
export function compare(
  decoder: Decoder,
  where: string,
  whole: { ours: Reading; theirs: Reading },
  silentOn: SilentOn,
): Comparison {
  const comparison: Comparison = { fields: 0, differences: [] };
  const names = gaveUp(whole.ours) || gaveUp(whole.theirs) ? ['message'] : namesOf(whole);
  for (const field of names) {
    const [ours, theirs] = [whole.ours.values(field), whole.theirs.values(field)];
    if (theirs.length === 0 && silentOn.test(field)) continue;
    comparison.fields += Math.max(ours.length, theirs.length);
    if (!sameTexts(ours, theirs)) comparison.differences.push({ decoder, where, field, ours, theirs, whole });
  }
  return comparison;
}

const sameTexts = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((text, index) => text === right[index]);

/** Where a decoder gave up there is nothing to hold against the other's fields. */
const gaveUp = (reading: Reading): boolean => reading.values('message').includes('undecodable');

const namesOf = ({ ours, theirs }: { ours: Reading; theirs: Reading }): Set<string> =>
  new Set([...ours.fields.keys(), ...theirs.fields.keys()]);
