import { bmpMessages } from './bmp-messages.ts';
import { loadCaptures, messageOctets } from './corpus.ts';
import { framing } from './framing.ts';
import { packetCaptures } from './packet-captures.ts';
import { proxyHeaders } from './proxy-headers.ts';
import { records } from './records.ts';
import { sessions } from './sessions.ts';
import * as tables from './tables.ts';
import type { Target } from './target.ts';

export interface TargetGroup {
  targets: readonly Target[];
  /** How often it has its turn. */
  turns: number;
}

/** All there is to throw octets at. */
export function targetGroups(): readonly TargetGroup[] {
  const { streams, pcaps } = loadCaptures();
  const messages = messageOctets();
  const bmp = bmpMessages(streams, messages);
  const [ofMessages] = bmp;
  if (ofMessages === undefined) return [];
  return [
    { turns: 5, targets: framing(messages) },
    { turns: 20, targets: bmp },
    { turns: 40, targets: tables.attributes },
    { turns: 40, targets: tables.allFamilies },
    { turns: 10, targets: tables.capabilities },
    { turns: 10, targets: tables.bgpMessages },
    { turns: 5, targets: records(ofMessages, streams) },
    { turns: 2, targets: packetCaptures(streams, pcaps) },
    { turns: 2, targets: sessions(ofMessages) },
    { turns: 2, targets: proxyHeaders },
  ];
}
