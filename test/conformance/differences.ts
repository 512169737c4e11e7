import type { Decoder, Difference } from './compare.ts';

/** A kind of difference that is known, and who is right in it. */
export interface KnownDifference {
  decoder: Decoder;
  field: RegExp;
  /** Beyond the field's name: what makes a difference one of this kind. */
  when?(difference: Difference): boolean;
  right: 'us' | 'them' | 'either';
  why: string;
}

export const knownDifferences: readonly KnownDifference[] = [];
