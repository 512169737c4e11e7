import { knownBgpId } from '#model/bgp-id.ts';
import type { BmpMessage } from '#protocol/bmp/messages/index.ts';

/** The router's own BGP identifier, where the message tells it: the sent OPEN of a global peer, or a Loc-RIB peer header. */
export function bgpIdIn(message: BmpMessage): string | null {
  if (message.type === 'peer-up' && message.peer.type === 'global') return knownBgpId(message.sentOpen?.bgpId, null);
  if ('peer' in message && message.peer.type === 'loc-rib') return knownBgpId(message.peer.bgpId, null);
  return null;
}
