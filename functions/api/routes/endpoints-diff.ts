import type { QueryOf } from '#model/api.ts';
import type { DiffRow, RouteDiff } from '#model/api-rows.ts';
import { type DifferingRoute, type DiffStretch, differingRoutes, type Side } from '#rib/read/diff.ts';
import type { Endpoints, Sources } from '../http/endpoint.ts';
import { differencesOf } from './differences.ts';
import { feedNamed } from './feed-name.ts';
import { appliedAt, headsWith, keptTime, type Opened, openView } from './rib-views.ts';
import { knownFamily } from './route-query.ts';
import { RouteRows } from './route-rows.ts';
import { scanAnswer } from './scan-answer.ts';
import type { Stretch } from './scan-page.ts';
import { behindKey, pagePosition } from './scan-position.ts';

export const diffEndpoints = {
  async diffRoutes(sources, request) {
    const { parameters, query, page } = request;
    const family = knownFamily(parameters.family);
    const { left, right, opened } = await openSides(sources, family.name, query);
    const stretches = stretchesOf(differingRoutes(left, right, pagePosition(page.after)?.key ?? null));
    const rows = new RouteRows(family);
    const rowOf = (route: DifferingRoute) => diffRow(rows, route);
    const reading = { stretches, rowOf, positionOf: ({ key }: DifferingRoute) => behindKey(key) };
    const answer = await scanAnswer(reading, request, opened, sources);
    return 'whole' in answer ? answer : { ...answer, lists: listsOf(answer.rows) };
  },
} satisfies Partial<Endpoints>;

interface Sides {
  left: Side;
  right: Side;
  opened: Opened;
}

/** @throws Problem 400, 404 or 422 */
async function openSides(sources: Sources, family: string, query: QueryOf<'diffRoutes'>): Promise<Sides> {
  const time = query.at === undefined ? null : keptTime('at', query.at, sources);
  const heads = await headsWith(sources, family);
  const left = feedNamed('left', query.left, heads, family);
  const right = feedNamed('right', query.right, heads, family);
  const ofLeft = await openView(sources, left.head, family, time);
  const ofRight = right.head === left.head ? ofLeft : await openView(sources, right.head, family, time);
  return {
    left: { view: ofLeft, feed: left.feed },
    right: { view: ofRight, feed: right.feed },
    opened: { views: [...new Set([ofLeft, ofRight])], appliedAt: appliedAt([left.head, right.head], time) },
  };
}

async function* stretchesOf(found: AsyncIterable<DiffStretch>): AsyncGenerator<Stretch<DifferingRoute>> {
  for await (const { differing, looked, reached } of found) {
    yield { items: differing, looked, reached: reached === null ? null : behindKey(reached) };
  }
}

/** Null where the two say the same in other words. */
function diffRow(rows: RouteRows, { left, right }: DifferingRoute): DiffRow | null {
  const shown = { left: left && rows.route(left), right: right && rows.route(right) };
  if (shown.left === null || shown.right === null) {
    return { kind: shown.left ? 'only-left' : 'only-right', ...shown, differences: [] };
  }
  const differences = differencesOf(shown.left, shown.right);
  return differences.length === 0 ? null : { kind: 'changed', ...shown, differences };
}

function listsOf(rows: readonly DiffRow[]): RouteDiff {
  const lists: RouteDiff = { onlyLeft: [], onlyRight: [], changed: [] };
  for (const { left, right, differences } of rows) {
    if (left !== null && right !== null) lists.changed.push({ left, right, differences });
    else if (left !== null) lists.onlyLeft.push(left);
    else if (right !== null) lists.onlyRight.push(right);
  }
  return lists;
}
