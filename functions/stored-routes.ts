import type { StoredRoute, StoredView } from '#model/apply-rules.ts';
import { leadingOf } from '#model/apply-steering.ts';
import type { AttributeSet } from '#model/record.ts';
import { decodeAttributeSet } from '#model/record-codec.ts';
import type { CompiledRules } from '#model/rules/compiled-rules.ts';
import type { PeerState } from '#model/state.ts';
import { steeringFamilies } from '#model/steering/steering-targets.ts';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { octetsOf } from '#rib/octets/octets-text.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import type { FoundRoute } from '#rib/read/view.ts';
import { familiesOf, type RouterHead } from '#rib/rows/head.ts';
import { type SetText, viewOf } from '#rib/rows/row.ts';

type Peers = ReadonlyMap<string, PeerState>;

/** Sets of which is kept whether they matter; neighbours share theirs. */
const mostSets = 20_000;

/** All routes of a router, or a partition of one, that matter to the rules, with what each view says of them. Reads its whole RIB. */
export async function storedRoutes(
  rib: RibReader,
  head: RouterHead,
  peers: Peers,
  rules: CompiledRules,
): Promise<StoredRoute[]> {
  const found: StoredRoute[] = [];
  for (const family of familiesOf(head)) {
    if (!mayMatter(family)) continue;
    const view = await rib.open(head, family);
    const sieve = new Sieve(family, peers, rules);
    for await (const rows of view.scan()) for (const row of rows) sieve.take(row);
    found.push(...sieve.end());
  }
  return found;
}

/** Roles are of families with prefixes; the others that matter are those that lead traffic. */
const mayMatter = (family: string): boolean =>
  steeringFamilies.has(family) || typeof familyNamed(family)?.ipVersion === 'number';

/** Rows come in the order of their routes, so that what the views of a peer say of one stand together. */
class Sieve {
  readonly #family: string;
  readonly #peers: Peers;
  readonly #rules: CompiledRules;
  readonly #kept: StoredRoute[] = [];
  readonly #sets = new Map<SetText, AttributeSet>();
  #rows: FoundRoute[] = [];

  constructor(family: string, peers: Peers, rules: CompiledRules) {
    this.#family = family;
    this.#peers = peers;
    this.#rules = rules;
  }

  take(row: FoundRoute): void {
    const [first] = this.#rows;
    if (first && (first.key !== row.key || first.peer.id !== row.peer.id)) this.#judge();
    this.#rows.push(row);
  }

  end(): StoredRoute[] {
    this.#judge();
    return this.#kept;
  }

  #judge(): void {
    const rows = this.#rows;
    this.#rows = [];
    const [first] = rows;
    const peer = first && this.#peers.get(first.peer.id);
    if (!first || !peer || !rows.some((row) => this.#matters(row, peer))) return;
    const views = rows.map((row): [string, StoredView] => [
      viewOf(row.feed),
      { token: row.token, at: row.lastChanged * 1000, attributes: this.#setOf(row.set) },
    ]);
    this.#kept.push({ peerId: peer.id, family: this.#family, nlri: first.nlri, views: Object.fromEntries(views) });
  }

  #matters({ set, nlri }: FoundRoute, peer: PeerState): boolean {
    const attributes = this.#setOf(set);
    if (nlri.nlri === null && this.#rules.roleOf(attributes, peer, this.#family)?.(nlri)) return true;
    return (leadingOf(attributes, { peer, family: this.#family }, this.#rules)?.(nlri) ?? []).length > 0;
  }

  #setOf(text: SetText): AttributeSet {
    const known = this.#sets.get(text);
    if (known) return known;
    if (this.#sets.size === mostSets) this.#sets.clear();
    const set = decodeAttributeSet(octetsOf(text));
    this.#sets.set(text, set);
    return set;
  }
}
