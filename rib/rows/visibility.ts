import type { FeedMark } from '#model/feed-mark.ts';
import type { Token } from '#model/token.ts';
import type { FeedVisibility } from '../base/manifest.ts';
import { feedsOfFamily, type RouterHead } from './head.ts';
import { type FeedKey, feedKey } from './row.ts';

export type Visibilities = ReadonlyMap<FeedKey, FeedVisibility>;

export const isVisible = (feed: FeedVisibility | undefined, token: Token): boolean =>
  feed !== undefined && feed.visibleFrom <= token;

/** As all that was applied has left them. */
export const visibilitiesNow = (head: RouterHead, family: string): Visibilities =>
  new Map([...feedsOfFamily(head, family)].map(([key, { feed }]) => [key, visibilityOf(feed)]));

const visibilityOf = ({ incarnation, visibleFrom }: FeedVisibility): FeedVisibility => ({ incarnation, visibleFrom });

/** What marks, in their order, make of them. */
export function visibilitiesAfter(before: Visibilities, marks: readonly FeedMark[]): Visibilities {
  const after = new Map(before);
  for (const mark of marks) after.set(feedKey(mark.peerId, mark.view), visibilityOf(mark));
  return after;
}

/**
 * Of a row that is served, a token that will hide and show it just as its own does: what comes to hide it, or has it shown
 * as stale, is the end of a dump or of the peer, and those lie behind everything said so far.
 */
export const classToken = ({ incarnation, visibleFrom }: FeedVisibility, token: Token): Token =>
  token >= incarnation && incarnation >= visibleFrom ? incarnation : visibleFrom;
