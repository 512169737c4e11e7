import type { Token } from '#model/token.ts';
import { comparePositions, type Position } from '../rows/row.ts';
import type { Visibilities } from '../rows/visibility.ts';
import type { BlockEntry, Damage, FeedVisibility } from './manifest.ts';

export const beginning: Position = { key: '', feed: '' };

/** All of the base may lack rows: a part of the log could not be read. */
export const damagedLog = (token: Token): Damage => ({ first: beginning, end: null, token });

/** What lies between a block's first row and the next block's. */
export const damagedBlock = (entries: readonly BlockEntry[], index: number, token: Token): Damage => ({
  first: index === 0 ? beginning : (entries[index]?.first ?? beginning),
  end: entries[index + 1]?.first ?? null,
  token,
});

/** None is later than what is known. */
export const damagesUpTo = (covered: Token, damages: readonly Damage[]): Damage[] =>
  damages.map((damage) => (damage.token > covered ? { ...damage, token: covered } : damage));

/** Those that still matter: a feed that has been dumped since, or is hidden as a whole, lacks nothing. */
export const damagesLeft = (damages: readonly Damage[], feeds: Visibilities): Damage[] =>
  damages.filter(({ token }) => [...feeds.values()].some((feed) => feed.visibleFrom <= token && !isHidden(feed)));

/** Its peer went down, and has not come up again. */
const isHidden = ({ incarnation, visibleFrom }: FeedVisibility): boolean => visibleFrom > incarnation;

/** Those that touch what lies between two positions; null is the end. */
export const damagesWithin = (damages: readonly Damage[], from: Position, end: Position | null): Damage[] =>
  damages.filter(
    (damage) =>
      (end === null || comparePositions(damage.first, end) < 0) &&
      (damage.end === null || comparePositions(from, damage.end) < 0),
  );
