import { expect } from 'vitest';
import type { Frame } from '#protocol/bmp/framer.ts';
import { type Outcome, recordsOf } from './records-of.ts';

/** What is made of plain routes in place has to be, to the octet, what is made of them decoded. */
export function recordsBothWays(frames: readonly Frame[]): Outcome {
  const inPlace = recordsOf(frames, 'in place');
  expect(inPlace.records).toEqual(recordsOf(frames, 'decoded').records);
  return inPlace;
}
