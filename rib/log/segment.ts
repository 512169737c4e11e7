import type { Token } from '#model/token.ts';
import { OctetReader, OctetWriter } from '../octets/octets.ts';
import { latin1 } from '../octets/octets-text.ts';
import { sealed, unsealed } from '../octets/sealed.ts';
import { type RouteKey, routeKeyOf } from '../rows/route-key.ts';
import {
  comparePositions,
  type FeedKey,
  feedKey,
  type LogRow,
  type Position,
  type SegmentRow,
  type SetText,
} from '../rows/row.ts';
import { type ChangeHead, Changes, ChangesWriter } from './segment-changes.ts';
import { NlriCursor, NlriWriter } from './segment-nlri.ts';

/*
 * A part of the RIB log of one router and family. The routes of one UPDATE share one change, so that a route costs its
 * number and what its prefix does not share with the one before.
 *
 *   sealed: changes | rows: count, then: change, NLRI
 */
const version = 2;
const leastOctetsOfRow = 3;
const largestSegment = 32 * 1024 * 1024;

/** A row with its place in the order, which is computed once. */
export type PlacedRow = Position & { row: SegmentRow };

/** The last row of each route of each feed, as they came. */
export function lastOfEachRoute(rows: readonly SegmentRow[], family: string): PlacedRow[] {
  const keyOf = routeKeyOf(family);
  const last = new Map<FeedKey, Map<RouteKey, PlacedRow>>();
  for (const row of rows) {
    const feed = feedKey(row.peerId, row.view);
    const key = keyOf(row.nlri);
    const ofFeed = last.get(feed) ?? new Map<RouteKey, PlacedRow>();
    last.set(feed, ofFeed);
    const known = ofFeed.get(key);
    if (known === undefined) ofFeed.set(key, { key, feed, row });
    else if (row.token >= known.row.token) known.row = row;
  }
  return [...last.values()].flatMap((ofFeed) => [...ofFeed.values()]);
}

/** Rows are one of a route and feed; all are of one router and family, which the segment's key names. */
export function encodeSegment(rows: readonly PlacedRow[]): Uint8Array {
  const body = new OctetWriter();
  const changes = new ChangesWriter();
  const routes = new OctetWriter();
  const nlris = new NlriWriter(routes);
  for (const { row } of rows.toSorted(comparePositions)) {
    routes.unsigned(changes.indexOf(row));
    nlris.write(row.nlri);
  }
  changes.writeTo(body);
  body.unsigned(rows.length);
  body.octets(routes.finish());
  return sealed(version, body.finish());
}

/** Passes the prefixes that a reader wants; only the octets that `prefixLength` makes significant may be looked at. */
export type PrefixFilter = (prefixLength: number, address: Uint8Array) => boolean;

/** A segment held in its encoded form, some ten octets a row, and read by passing over it. */
export class Segment {
  readonly family: string;
  /** Of the commit whose seal names it. */
  version = 0;
  /** About how much memory it takes. */
  readonly heldOctets: number;
  readonly #changes: Changes;
  readonly #rows: Uint8Array;

  /** @throws DamageError | VersionError when the octets are not what `encodeSegment` wrote. */
  constructor(octets: unknown, family: string) {
    const body = unsealed(version, octets, largestSegment);
    const reader = new OctetReader(body);
    this.family = family;
    this.#changes = new Changes(reader, body);
    this.#rows = reader.octets(reader.remaining);
    this.heldOctets = body.length + this.#changes.heldOctets;
  }

  get count(): number {
    return new OctetReader(this.#rows).count(leastOctetsOfRow);
  }

  /** All rows in their order, or those whose prefix the filter passes. @throws DamageError */
  *rows(filter?: PrefixFilter): Generator<LogRow> {
    const reader = new OctetReader(this.#rows);
    const cursor = new NlriCursor(reader);
    const keyOf = routeKeyOf(this.family);
    for (let left = reader.count(leastOctetsOfRow); left > 0; left -= 1) {
      const change = reader.unsigned();
      cursor.advance();
      if (filter && (cursor.nlri !== null || !filter(cursor.prefixLength, cursor.address))) continue;
      const { feed, token, at, set } = this.#head(change, reader);
      yield { key: keyOf(cursor), feed, nlri: cursor.toNlri(), token, version: this.version, at, set };
    }
    if (reader.remaining > 0) throw reader.error('octets after the last row');
  }

  #head(change: number, reader: OctetReader): Head {
    const { peerId, view, token, at, set }: ChangeHead = this.#changes.head(change, reader);
    const octets = this.#changes.set(set, reader);
    return { feed: feedKey(peerId, view), token, at, set: octets && latin1(octets) };
  }
}

interface Head {
  feed: string;
  token: Token;
  at: number;
  set: SetText | null;
}
