import { bmp } from './bmp.ts';
import { bmpStatistics } from './bmp-statistics.ts';
import type { Command } from './command.ts';
import { completion } from './completion.ts';
import { decode } from './decode.ts';
import { elementGet, elementList } from './element.ts';
import { events } from './events.ts';
import { findings } from './findings.ts';
import { peerGet, peerList } from './peer.ts';
import { routeList, routeLookup } from './route.ts';
import { routeDiff } from './route-diff.ts';
import { routeHistory } from './route-history.ts';
import { routerGet, routerList } from './router.ts';
import { routerConfig } from './router-config.ts';
import { serviceChainDiscovered } from './service-chain.ts';
import { summary } from './summary.ts';

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [
  serviceChainDiscovered,
  summary,
  elementList,
  elementGet,
  bmp,
  bmpStatistics,
  routerList,
  routerGet,
  peerList,
  peerGet,
  routeLookup,
  routeList,
  routeDiff,
  routeHistory,
  events,
  findings,
  decode,
  routerConfig,
  completion,
];
