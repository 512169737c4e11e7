import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { BlockReader } from '#rib/base/block-reader.ts';
import { type DatedChange, readHistory } from '#rib/read/history.ts';
import { exactPrefix, nlriText, type RouteMatch } from '#rib/read/route-match.ts';
import type { SetText } from '#rib/rows/row.ts';
import { type Act, acts, family, prefix, prefixes, ToldRouter } from './told-router.ts';

type State = Map<string, SetText>;

/** What is served of the routes at a time, by route and feed. */
async function stateAt(router: ToldRouter, match: RouteMatch, time: number): Promise<State> {
  const state: State = new Map();
  for await (const rows of (await router.viewAt(time)).scan()) {
    for (const { key, feed, nlri, set } of rows) if (match.matches(nlri)) state.set(`${key} ${feed}`, set);
  }
  return state;
}

/** All parts of a history. */
async function historyOf(router: ToldRouter, match: RouteMatch, from: number, to: number, mostOctets: number) {
  const { store } = router;
  const head = await router.head();
  const changes: DatedChange[] = [];
  for (let start: number | null = from; start !== null; ) {
    const asked = { store, blocks: new BlockReader(store, 0), head, family, match, isAsked: () => true };
    const history = await readHistory({ ...asked, from: start, to, mostOctets });
    changes.push(...history.changes);
    expect(history.until ?? Number.POSITIVE_INFINITY).toBeGreaterThan(start);
    start = history.until;
  }
  return changes;
}

/** Carries out the changes, each of which must begin where the one before it has ended. */
function replayed(state: State, changes: readonly DatedChange[]): State {
  for (const { key, feed, kind, before, after } of changes) {
    const name = `${key} ${feed}`;
    expect(before?.set).toBe(state.get(name));
    expect(kind).toBe(kindOf(before?.set, after?.set, kind));
    if (after === null) state.delete(name);
    else state.set(name, after.set);
  }
  return state;
}

function kindOf(before: SetText | undefined, after: SetText | undefined, gone: string): string {
  if (after === undefined) return gone === 'hidden' ? 'hidden' : 'withdrawn';
  if (before === undefined) return 'announced';
  return before === after ? 'confirmed' : 'changed';
}

async function play(history: readonly Act[]): Promise<{ router: ToldRouter; times: number[] }> {
  const router = new ToldRouter();
  await router.ingest();
  const times = [router.voice.now];
  for (const act of history) {
    await router.perform(act);
    times.push(router.voice.now);
  }
  await router.ingest();
  return { router, times: [...times, router.voice.now] };
}

it('leads from how the routes stood at its beginning to how they stood at its end, in as many parts as it takes', async () => {
  const text = prefix.map((index) => prefixes[index] ?? '');
  const match = fc.oneof(
    text.map((each) => exactPrefix(family, parsePrefix(each))),
    text.map((each) => nlriText(family, each)),
  );
  await fc.assert(
    fc.asyncProperty(acts, match, fc.nat(99), fc.nat(99), fc.constantFrom(1, 3_000, 1e9), async (...given) => {
      const [history, asked, a, b, mostOctets] = given;
      const { router, times } = await play(history);
      const [from = 0, to = 0] = [a, b].map((at) => times[at % times.length] ?? 0).sort((x, y) => x - y);
      const changes = await historyOf(router, asked, from, to, mostOctets);
      const state = replayed(await stateAt(router, asked, from), changes);
      expect([...state].sort()).toEqual([...(await stateAt(router, asked, to))].sort());
      const tokens = changes.map(({ token }) => token);
      expect(tokens).toEqual(tokens.toSorted());
    }),
    { numRuns: 200 },
  );
});
