import type { ApiReader } from './api-reader.ts';
import type { DrillRouter } from './drill-router.ts';
import type { MessageCounts } from './part.ts';
import { until } from './steps.ts';

/** Waits until the API tells that all that the routers have said has been applied, all dumps are closed, and every element is at rest. */
export async function settled(api: ApiReader, routers: readonly DrillRouter[], seconds: number): Promise<void> {
  await until(seconds, 'all that was said is applied', async () => (await unlikeSaid(api, routers)).length === 0);
  await until(seconds, 'all feeds are synced', async () => {
    const known = new Set(routers.map(({ name }) => name));
    const ours = (await api.peers()).filter(({ router }) => known.has(router));
    const states = ours.flatMap(({ state, feeds }) => (state === 'up' ? feeds.map((feed) => feed.state) : []));
    const sessions = (await api.routers()).filter(({ id }) => known.has(id)).map(({ session }) => session);
    return states.every((state) => state === 'synced') && sessions.every(({ synced }) => synced);
  });
  await until(seconds, 'one element is half-open, and five complete', async () => {
    const states = (await api.elements()).map(({ state }) => state).sort();
    return states.join() === 'complete,complete,complete,complete,complete,half-open';
  });
}

/** Of each router whose counters in the API are not what it has said, what differs. */
export async function unlikeSaid(api: ApiReader, routers: readonly DrillRouter[]): Promise<string[]> {
  const rows = new Map((await api.routers()).map((row) => [row.id, row]));
  return routers.flatMap(({ name, said }) => {
    const counted = rows.get(name)?.counters.messages ?? {};
    return textOf(counted) === textOf(said) ? [] : [`${name}: said ${textOf(said)}, counted ${textOf(counted)}`];
  });
}

const textOf = (counts: MessageCounts): string =>
  Object.entries(counts)
    .map(([type, count]) => `${count} ${type}`)
    .sort()
    .join(' ');
