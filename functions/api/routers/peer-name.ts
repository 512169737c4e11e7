import type { PeerState } from '#model/state.ts';
import { canonicalAddress } from '../http/prefix-text.ts';

/** A peer is named by its id or its address, in any spelling. */
export function isPeer(named: string): (peer: Pick<PeerState, 'id' | 'address'>) => boolean {
  const canonical = canonicalAddress(named);
  return ({ id, address }) => id === named || address === canonical;
}
