import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idOfPeer } from '#model/peers.ts';
import { type DifferingRoute, differingRoutes, type Side } from '#rib/read/diff.ts';
import type { RibView } from '#rib/read/view.ts';
import type { RouteKey } from '#rib/rows/route-key.ts';
import { feedKey } from '#rib/rows/row.ts';
import { acts, peers, ToldRouter, views } from './told-router.ts';

const feeds = peers.flatMap((peer) => views.map((view) => feedKey(idOfPeer('pe1', peer), view)));
const feed = fc.constantFrom(...feeds);

interface Compared {
  found: DifferingRoute[];
  /** Where the comparison could have been broken off. */
  stops: RouteKey[];
}

async function compared(left: Side, right: Side, after: RouteKey | null = null): Promise<Compared> {
  const all: Compared = { found: [], stops: [] };
  for await (const { differing, reached } of differingRoutes(left, right, after)) {
    all.found.push(...differing);
    if (reached !== null) all.stops.push(reached);
  }
  return all;
}

const told = ({ key, left, right }: DifferingRoute): string[] => [key, left?.set ?? '', right?.set ?? ''];

/** Both sides as maps, and nothing clever. */
async function plainly(view: RibView, left: string, right: string): Promise<string[][]> {
  const sets = new Map<RouteKey, { left: string; right: string }>();
  for await (const rows of view.scan()) {
    for (const row of rows) {
      const known = sets.get(row.key) ?? { left: '', right: '' };
      if (row.feed === left) known.left = row.set;
      if (row.feed === right) known.right = row.set;
      sets.set(row.key, known);
    }
  }
  return [...sets].filter(([, set]) => set.left !== set.right).map(([key, set]) => [key, set.left, set.right]);
}

it('finds what plain maps of both feeds differ in, in the order of routes, from wherever it begins', async () => {
  await fc.assert(
    fc.asyncProperty(acts, feed, feed, async (history, left, right) => {
      const router = new ToldRouter();
      await router.ingest();
      for (const act of history) await router.perform(act);
      await router.ingest();
      const view = await router.view();
      const sides = [
        { view, feed: left },
        { view, feed: right },
      ] as const;
      const { found, stops } = await compared(...sides);
      expect(found.map(told)).toEqual(await plainly(view, left, right));
      for (const stop of stops) {
        const rest = await compared(...sides, stop);
        expect(rest.found.map(told)).toEqual(found.filter(({ key }) => key > stop).map(told));
      }
    }),
    { numRuns: 100 },
  );
});
