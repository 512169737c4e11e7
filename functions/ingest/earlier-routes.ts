import type { Beginning, EarlierView, EarlierViews } from '#model/discovery/earlier-views.ts';
import type { Draft } from '#model/knowledge.ts';
import type { PartitionKey } from '#model/partition.ts';
import { decodeAttributeSet } from '#model/record-codec.ts';
import type { Token } from '#model/token.ts';
import { octetsOf } from '#rib/octets/octets-text.ts';
import { lookup } from '#rib/read/lookup.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import type { FoundRoute } from '#rib/read/view.ts';
import type { RouterHead } from '#rib/rows/head.ts';
import { type RouteKey, routeKeyOf } from '#rib/rows/route-key.ts';
import { type SegmentRow, viewOf } from '#rib/rows/row.ts';
import type { Step } from './step.ts';

/** With more that begin at once, as in a dump, the family is read through instead of looking up each. */
const mostLookups = 16;

/** What was said of routes that a step makes announcements: from the RIB as of the commit before, and the rows of the step itself. */
export class EarlierRoutes {
  readonly #rib: RibReader;

  constructor(rib: RibReader) {
    this.#rib = rib;
  }

  /** Null where nothing was: then the step stands as it was derived. */
  async of(key: PartitionKey, { draft, rows }: Pick<Step, 'draft' | 'rows'>): Promise<EarlierViews | null> {
    const asked = draft.beginnings.filter((beginning) => hasOtherViews(draft, beginning));
    if (asked.length === 0) return null;
    const head = await this.#rib.head(key);
    const found = new Map<string, EarlierView[]>();
    for (const [family, ofFamily] of Map.groupBy(asked, (beginning) => beginning.family)) {
      const said = new SaidRoutes(family, ofFamily);
      if (head) for await (const routes of this.#stored(head, family, ofFamily)) said.addStored(routes);
      for (const row of rows.get(family) ?? []) said.addRow(row);
      for (const beginning of ofFamily) found.set(nameOf(beginning), said.before(beginning));
    }
    if ([...found.values()].every((views) => views.length === 0)) return null;
    return (beginning) => found.get(nameOf(beginning)) ?? [];
  }

  async *#stored(head: RouterHead, family: string, beginnings: readonly Beginning[]): AsyncGenerator<FoundRoute[]> {
    const view = await this.#rib.open(head, family);
    if (beginnings.length > mostLookups) {
      yield* view.scan();
      return;
    }
    for (const { peerId, nlri } of beginnings) {
      const { address, prefixLength } = nlri;
      const peer = ({ id }: { id: string }): boolean => id === peerId;
      const groups = await lookup([view], { match: 'exact', address, prefixLength, peer, includeStale: true });
      yield groups.flatMap(({ routes }) => routes);
    }
  }
}

const hasOtherViews = ({ peers }: Draft, { peerId, family }: Beginning): boolean =>
  (peers.get(peerId)?.feeds ?? []).filter((feed) => feed.family === family).length > 1;

const nameOf = ({ id, token }: Beginning): string => `${id} ${token}`;

/** Words about some routes of a family, in their order. */
class SaidRoutes {
  readonly #keyOf: (nlri: Beginning['nlri']) => RouteKey;
  readonly #peers: ReadonlySet<string>;
  /** By peer and route: what was said of it; null is a withdrawal. */
  readonly #said: Map<string, { view: EarlierView['view']; token: Token; said: EarlierView | null }[]>;

  constructor(family: string, beginnings: readonly Beginning[]) {
    this.#keyOf = routeKeyOf(family);
    this.#peers = new Set(beginnings.map(({ peerId }) => peerId));
    this.#said = new Map(beginnings.map(({ peerId, nlri }) => [`${peerId} ${this.#keyOf(nlri)}`, []]));
  }

  addStored(routes: readonly FoundRoute[]): void {
    for (const { key, peer, feed, token, lastChanged, set } of routes) {
      const words = this.#said.get(`${peer.id} ${key}`);
      if (words === undefined) continue;
      const view = viewOf(feed);
      const said = { view, token, at: lastChanged * 1000, attributes: decodeAttributeSet(octetsOf(set)) };
      words.push({ view, token, said });
    }
  }

  addRow({ peerId, view, nlri, token, at, attributes }: SegmentRow): void {
    if (!this.#peers.has(peerId)) return;
    const words = this.#said.get(`${peerId} ${this.#keyOf(nlri)}`);
    words?.push({ view, token, said: attributes && { view, token, at, attributes } });
  }

  before({ peerId, nlri, token }: Beginning): EarlierView[] {
    const views = new Map<EarlierView['view'], EarlierView | null>();
    for (const word of this.#said.get(`${peerId} ${this.#keyOf(nlri)}`) ?? []) {
      if (word.token < token) views.set(word.view, word.said);
    }
    return [...views.values()].filter((said) => said !== null);
  }
}
