import type { AttributeSet } from '#model/record.ts';
import type { Token } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import type { RouteKey } from './route-key.ts';

/** What a router said last, as of `token`, of one route in one feed. */
export interface SegmentRow {
  peerId: string;
  view: View;
  nlri: Nlri;
  token: Token;
  /** When it was received, milliseconds since 1970. */
  at: number;
  /** Null: withdrawn. */
  attributes: AttributeSet | null;
}

/** A peer and one of its views: in a router and family, a feed. */
export type FeedKey = string;

export const feedKey = (peerId: string, view: View): FeedKey => `${peerId}|${view}`;

export const viewOf = (feed: FeedKey): View => feed.slice(feed.lastIndexOf('|') + 1) as View;

/** Where a row stands in the order of rows: by route, and within that by feed. */
export interface Position {
  key: RouteKey;
  feed: FeedKey;
}

export function comparePositions(a: Position, b: Position): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.feed < b.feed ? -1 : a.feed > b.feed ? 1 : 0;
}

/** The octets of an AttributeSet of record.proto, one character each: equal sets are equal texts. */
export type SetText = string;

/** A row as it is read from the log. */
export interface LogRow extends Position {
  nlri: Nlri;
  token: Token;
  /** Of the commit that brought it. */
  version: number;
  /** Milliseconds since 1970. */
  at: number;
  /** Null: withdrawn. */
  set: SetText | null;
}

/** What the rows of a route in a feed come to. */
export interface StandingRow extends Position {
  nlri: Nlri;
  /** That of the row which announced it last; out of a base, a token that hides and shows it just as that would. */
  token: Token;
  /** Whole seconds since 1970. */
  firstSeen: number;
  lastChanged: number;
  set: SetText;
}
