import type { Decoder, SilentOn } from './compare.ts';

/** Fields that a decoder has no word for. */
export const silentOn: Record<Decoder, SilentOn> = {
  /** Notification data come in fields by subcode; TLVs behind a Peer Up's OPENs and in Peer Down are skipped. */
  tshark: /^(issue|notification data|fsm event|data)$/,
  netgauze: /^(issue)$/,
  /** Its JSON is of the BGP message alone. */
  exabgp: /^(issue|version|message|peer .*|local .*|remote port|.*OPEN capability)$/,
};
