import { expect } from 'vitest';
import type { Api, Router } from '../api.ts';
import { eventually } from '../eventually.ts';
import type { Pe } from './topology.ts';

export async function routerOf(api: Api, { name }: Pe): Promise<Router> {
  const router = (await api.routers()).find(({ id }) => id === name);
  if (router === undefined) throw new Error(`the API knows no router ${name}`);
  return router;
}

/** Waits until the router has reconnected since `before` and every feed of it is synced again. */
export function resynchronised(api: Api, pe: Pe, before: Router, seconds = 40): Promise<number> {
  return eventually(seconds, async () => {
    const { session } = await routerOf(api, pe);
    expect(session.state).toBe('up');
    expect(session.since, 'a new session').not.toBe(before.session.since);
    const peers = await api.peers({ router: pe.name });
    const feeds = peers.flatMap((peer) => peer.feeds);
    expect(feeds.length).toBeGreaterThan(0);
    expect(feeds.filter(({ state }) => state !== 'synced')).toEqual([]);
    for (const { since } of peers) expect(since >= session.since, `${since} is in this session`).toBe(true);
  });
}
