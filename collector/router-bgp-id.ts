import type { BmpMessage } from '#protocol/bmp/messages/index.ts';

const unset = '0.0.0.0';

/** The router's own BGP identifier, where the message tells it: the sent OPEN of a global peer, or a Loc-RIB peer header. */
export function bgpIdIn(message: BmpMessage): string | null {
  if (message.type === 'peer-up' && message.peer.type === 'global') return known(message.sentOpen?.bgpId);
  if ('peer' in message && message.peer.type === 'loc-rib') return known(message.peer.bgpId);
  return null;
}

const known = (bgpId: string | undefined): string | null => (bgpId === undefined || bgpId === unset ? null : bgpId);
