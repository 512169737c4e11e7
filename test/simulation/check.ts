import { kinds } from '#model/keys.ts';
import { decodeAttributeSet } from '#model/record-codec.ts';
import type { HeadFeed } from '#model/state.ts';
import type { Token } from '#model/token.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import { octetsOf } from '#rib/octets/octets-text.ts';
import { countRoutes } from '#rib/read/count.ts';
import { type LookupQuery, lookup } from '#rib/read/lookup.ts';
import type { RibReader } from '#rib/read/rib-reader.ts';
import { scan } from '#rib/read/scan.ts';
import type { FoundRoute, RibView } from '#rib/read/view.ts';
import { readHead } from '#rib/rows/head.ts';
import { viewOf } from '#rib/rows/row.ts';
import { readAll, readOne } from '#rib/store/documents.ts';
import type { Store } from '#rib/store/store.ts';
import type { Random } from '../fuzz/random.ts';
import type { SimulatedRouter } from './simulated-router.ts';
import { type RouteTimes, ToldTimes } from './times.ts';
import type { Told, ToldRoute } from './told.ts';
import { families, pickNlri, routeName } from './universe.ts';

/** The RIB is not what was told. */
export class Mismatch extends Error {
  override name = 'Mismatch';
}

/** A route as the RIB shows it. */
export interface Shown extends RouteTimes {
  med: number;
  stale: boolean;
}

const nameOf = (family: string, { peer, feed, nlri }: FoundRoute): string =>
  `${peer.address} ${viewOf(feed)} ${family} ${routeName(nlri)}`;

const medOf = ({ set }: FoundRoute): number => decodeAttributeSet(octetsOf(set)).med ?? -1;

/** Every family's RIB, against what had been told when the commit was made that it shows. */
export async function checkNow(
  reader: RibReader,
  router: SimulatedRouter,
  random: Random,
  timesOf: ReadonlyMap<string, ToldTimes>,
): Promise<void> {
  const head = await reader.head(router.id);
  if (!head) return;
  for (const { name } of families) {
    const view = await reader.open(head, name);
    const routes = await allRoutes(view);
    await checkCounts(view, routes);
    await checkLookups(view, routes, random);
    const times = timesOf.get(name) ?? new ToldTimes(name);
    const candidates = router.told.get(view.applied) ?? [];
    const faults = candidates.map((told) =>
      differences(told, name, shownRoutes(name, routes), isShownRight(times), times),
    );
    expectOneRight(`${name} as of ${view.applied}`, faults);
  }
}

/** A commit, and what the stream's clock showed; that stands still when it has gone back. */
export interface Moment {
  time: number;
  applied: Token;
  /** A commit at a later time, if there has been one. */
  next: Token | null;
}

/** What the RIB was at a time, against what had been told by then; what was stale is not told of the past. */
export async function checkThen(
  reader: RibReader,
  router: SimulatedRouter,
  { time, applied, next }: Moment,
): Promise<void> {
  const head = await reader.head(router.id);
  if (!head) return;
  const candidates = [...router.told].filter(([token]) => token >= applied && (next === null || token < next));
  for (const { name } of families) {
    const shown = shownRoutes(name, await allRoutes(await reader.openAt(head, name, time)));
    const faults = candidates.flatMap(([, ofToken]) =>
      ofToken.map((told) => differences(told, name, shown, (is, { med }) => is.med === med)),
    );
    expectOneRight(`${name} at ${time}, of ${applied}`, faults);
  }
}

/** Several things can have been told by one token, as the sweep speaks outside of the order: one of them is shown. */
function expectOneRight(what: string, faults: readonly string[][]): void {
  if (faults.some(({ length }) => length === 0)) return;
  const texts = faults.map((ofOne) => ofOne.join('; '));
  throw new Mismatch(`${what}: ${texts.join('\n  or ')}`);
}

/** Once the last commit has been carried out, what is known of the peers in documents of their own is what the head says. */
export async function checkDocuments(store: Store, routerId: string): Promise<void> {
  const head = await readHead(store, routerId);
  const commit = await readOne(store, 'commit', kinds.commit.key(routerId));
  if (head?.version !== commit?.version) return;
  for (const { id, state, incarnation, feeds } of await readAll(store, 'peer', kinds.peer.prefixOf(routerId))) {
    const known = head?.peers.get(id);
    const feedsOf = (some: readonly HeadFeed[] = []) =>
      some.map(({ view, family, visibleFrom }) => `${view} ${family} ${visibleFrom}`).sort();
    const isSame = known?.incarnation === incarnation && feedsOf(known.feeds).join() === feedsOf(feeds).join();
    if (!isSame) throw new Mismatch(`peer ${id} is ${state} since ${incarnation}, the head says ${known?.incarnation}`);
  }
}

/** At the end: exactly what the router has. */
export async function checkTruth(reader: RibReader, router: SimulatedRouter): Promise<void> {
  const head = await reader.head(router.id);
  const own = router.ownRoutes();
  const shown = new Map<string, number>();
  for (const { name } of families) {
    if (!head) break;
    for (const route of await allRoutes(await reader.open(head, name))) shown.set(nameOf(name, route), medOf(route));
  }
  const wrong = [...new Set([...own.keys(), ...shown.keys()])].filter((name) => own.get(name) !== shown.get(name));
  if (wrong.length > 0) {
    throw new Mismatch(
      `at the end: ${wrong.map((name) => `${name} is ${shown.get(name)}, should be ${own.get(name)}`).join('; ')}`,
    );
  }
}

export async function allRoutes(view: RibView): Promise<FoundRoute[]> {
  const routes: FoundRoute[] = [];
  for await (const some of scan([view], null)) routes.push(...some);
  if (view.unreadable > 0) throw new Mismatch(`${view.unreadable} parts cannot be read`);
  return routes;
}

export function shownRoutes(family: string, routes: readonly FoundRoute[]): Map<string, Shown> {
  const shown = new Map(
    routes.map((route): [string, Shown] => {
      const { stale, firstSeen, lastChanged } = route;
      return [nameOf(family, route), { med: medOf(route), stale, firstSeen, lastChanged }];
    }),
  );
  if (shown.size < routes.length) throw new Mismatch(`${family}: a route is shown twice`);
  return shown;
}

type Judge = (shown: Shown, told: ToldRoute & { name: string; stale: boolean }) => boolean;

/** What is shown of a route now; a time that is not known may be any. */
const isShownRight =
  (times: ToldTimes): Judge =>
  (shown, { name, med, stale }) => {
    const { firstSeen = null, lastChanged = null } = times.of(name) ?? {};
    return (
      shown.med === med &&
      shown.stale === stale &&
      [null, shown.firstSeen].includes(firstSeen) &&
      [null, shown.lastChanged].includes(lastChanged)
    );
  };

function differences(
  told: Told,
  family: string,
  shown: ReadonlyMap<string, Shown>,
  isRight: Judge,
  times?: ToldTimes,
): string[] {
  const unexplained = new Set(shown.keys());
  const faults: string[] = [];
  for (const [name, route] of told.routesOf(family)) {
    const is = shown.get(name);
    unexplained.delete(name);
    if (is === undefined && route.doubtful) continue;
    const should = { ...route, name, stale: route.old || told.session !== 'up' };
    if (is === undefined || !isRight(is, should))
      faults.push(`${name} is ${JSON.stringify(is)}, should be ${JSON.stringify({ ...should, ...times?.of(name) })}`);
  }
  return [...faults, ...[...unexplained].map((name) => `${name} is shown, and should not be`)];
}

async function checkCounts(view: RibView, routes: readonly FoundRoute[]): Promise<void> {
  const counted = [...(await countRoutes(view)).values()].reduce((sum, count) => sum + count, 0);
  if (counted !== routes.length) throw new Mismatch(`${view.family}: ${counted} routes counted, of ${routes.length}`);
}

/** Look-ups of any prefix, and of the one that covers all. */
async function checkLookups(view: RibView, routes: readonly FoundRoute[], random: Random): Promise<void> {
  const family = families.find(({ name }) => name === view.family);
  if (!family?.everything) return;
  await checkLookup(view, routes, pickNlri(random, family), random.pick(['exact', 'covering', 'longest'] as const));
  const [widest] = family.nlris;
  if (widest) await checkLookup(view, routes, widest, 'exact');
}

/** Against a search through all routes. */
async function checkLookup(
  view: RibView,
  routes: readonly FoundRoute[],
  asked: Nlri,
  match: LookupQuery['match'],
): Promise<void> {
  const { prefixLength, address } = asked;
  const found = await lookup([view], { prefixLength, address, match, includeStale: true });
  const names = found.flatMap((group) => group.routes.map((route) => nameOf(view.family, route)));
  const covers = routes.filter(({ nlri }) => bits(asked).startsWith(bits(nlri)));
  const wanted = covers.filter(({ nlri }) => {
    if (match === 'exact') return nlri.prefixLength === asked.prefixLength;
    const table = covers.filter((other) => sameTable(other.nlri.routeDistinguisher, nlri.routeDistinguisher));
    return match === 'covering' || table.every((other) => other.nlri.prefixLength <= nlri.prefixLength);
  });
  const expected = wanted.map((route) => nameOf(view.family, route));
  if (names.toSorted().join() !== expected.toSorted().join()) {
    throw new Mismatch(`${match} of ${routeName(asked)}: ${names.join()} instead of ${expected.join()}`);
  }
}

const bits = ({ address, prefixLength }: { address: Uint8Array; prefixLength: number }): string =>
  [...address]
    .map((octet) => octet.toString(2).padStart(8, '0'))
    .join('')
    .slice(0, prefixLength);

const sameTable = (a: Uint8Array | null, b: Uint8Array | null): boolean => String(a) === String(b);
