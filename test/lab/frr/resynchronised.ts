import { expect } from 'vitest';
import type { RouterRow } from '#model/api-rows.ts';
import type { Api } from '../api.ts';
import { eventually } from '../eventually.ts';
import type { Pe } from './topology.ts';

export async function routerOf(api: Api, { name }: Pe): Promise<RouterRow> {
  const router = (await api.routers()).find(({ id }) => id === name);
  if (router === undefined) throw new Error(`the API knows no router ${name}`);
  return router;
}

/** Waits until the router has a session later than `before`, every peer has been heard or given up, and every feed is synced. */
export function resynchronised(api: Api, pe: Pe, before: RouterRow, seconds = 60): Promise<number> {
  return eventually(seconds, async () => {
    const { session } = await routerOf(api, pe);
    expect(session).toMatchObject({ state: 'up', lostAt: null, synced: true });
    expect(session.id).toBeGreaterThan(before.session.id);
    const feeds = (await api.peers({ router: pe.name, state: 'up' })).flatMap((peer) => peer.feeds);
    expect(feeds).not.toEqual([]);
    expect(feeds.filter(({ state }) => state !== 'synced')).toEqual([]);
  });
}
