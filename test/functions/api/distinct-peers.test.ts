import { expect, it } from 'vitest';
import { distinctPeers } from '#functions/api/routers/distinct-peers.ts';
import { tokenOf } from '#model/token.ts';

const peer = (id: string, state: 'up' | 'down', session: number) => ({ id, state, incarnation: tokenOf(session, 1) });

it('a peer that two partitions tell of is listed once: where it is up, or was last; all in the order of ids', () => {
  const [live, left] = [peer('b', 'up', 2), peer('b', 'down', 3)];
  const [older, newer] = [peer('a', 'down', 1), peer('a', 'down', 2)];
  expect(distinctPeers([left, live, newer, older])).toEqual([newer, live]);
  expect(distinctPeers([older, live, left, newer])).toEqual([newer, live]);
});
