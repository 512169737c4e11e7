import type { Draft } from './knowledge.ts';
import type { RouterState } from './state.ts';

/** The newest of some times, milliseconds since 1970; null where there is none. */
export const latest = (times: readonly (number | null)[]): number | null =>
  times.reduce((newest, time) => (newest === null || (time !== null && time > newest) ? time : newest), null);

/** When the router's newest Peer Up came, in whatever partition, as far as this one can know. */
export const lastPeerUpOf = ({ siblings }: Draft, { session }: RouterState): number | null =>
  latest([session.lastPeerUpAt, ...siblings.filter(isOf(session.id)).map((sibling) => sibling.session.lastPeerUpAt)]);

/** All other partitions have heard of every Peer Up so far, and the dumps in them have closed. */
export function siblingsHaveDumped(
  { siblings }: Draft,
  { session, partitions }: RouterState,
  lastPeerUpAt: number | null,
): boolean {
  if (siblings.length < partitions - 1) return false;
  return siblings.every(
    (sibling) =>
      isOf(session.id)(sibling) && !sibling.session.learning && sibling.receivedAt >= (lastPeerUpAt ?? session.since),
  );
}

const isOf =
  (session: number) =>
  (sibling: Draft['siblings'][number]): boolean =>
    sibling.session.id === session;
