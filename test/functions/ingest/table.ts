import type { PlatformEvent } from '#model/events.ts';
import { eventKeys, kinds } from '#model/keys.ts';
import type { AnnouncementState, ElementState } from '#model/state.ts';
import { queryAll, type Store } from '#rib/store/store.ts';

async function all(store: Store, partition: string): Promise<Record<string, unknown>> {
  const documents: Record<string, unknown> = {};
  for await (const { key, document } of queryAll(store, partition)) {
    const { version: _version, gone, ...rest } = document;
    if (!gone) documents[key.sk] = rest;
  }
  return documents;
}

/** Everything that a client can see, in a form that two runs can be compared by. */
export async function visibleState(store: Store): Promise<unknown> {
  const { router, partition, peer, announcement, element, steering, finding } = kinds;
  const shown = Object.entries({ router, partition, peer, announcement, element, steering, finding });
  const documents = await Promise.all(shown.map(async ([name, { pk }]) => [name, await all(store, pk)] as const));
  return { ...Object.fromEntries(documents), events: await eventsOf(store) };
}

export async function eventsOf(store: Store): Promise<PlatformEvent[]> {
  const events: PlatformEvent[] = [];
  for (let number = 1; ; number += 1) {
    const item = await store.get(eventKeys.key(number));
    if (item === undefined) return events;
    events.push(...(item.events as PlatformEvent[]));
  }
}

export async function elementStates(store: Store): Promise<Record<string, string>> {
  const elements = Object.values(await all(store, kinds.element.pk)) as ElementState[];
  return Object.fromEntries(elements.map(({ id, state }) => [id, state]));
}

export const announcementsOf = async (store: Store): Promise<AnnouncementState[]> =>
  Object.values(await all(store, kinds.announcement.pk)) as AnnouncementState[];
