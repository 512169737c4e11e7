import { announcementList } from './announcement.ts';
import { bmp } from './bmp.ts';
import { bmpStatistics } from './bmp-statistics.ts';
import { captureList, captureShow, captureStart, captureStop } from './capture.ts';
import { captureGet } from './capture-get.ts';
import { chainGet, chainList } from './chain.ts';
import type { Command } from './command.ts';
import { completion } from './completion.ts';
import { decode } from './decode.ts';
import { elementGet, elementList } from './element.ts';
import { elementEvents } from './element-events.ts';
import { elementWhy } from './element-why.ts';
import { events } from './events.ts';
import { findings } from './findings.ts';
import { groupGet, groupList } from './group.ts';
import { locationGet, locationList } from './location.ts';
import { overrideDelete, overrideList, overrideSet } from './override.ts';
import { peerGet, peerList } from './peer.ts';
import { redirectTarget } from './redirect-target.ts';
import { routeList, routeLookup } from './route.ts';
import { routeDiff } from './route-diff.ts';
import { routeHistory } from './route-history.ts';
import { routerGet, routerList } from './router.ts';
import { routerConfig } from './router-config.ts';
import { routerResync } from './router-resync.ts';
import { rulesGet, rulesVersions } from './rules.ts';
import { rulesApply } from './rules-apply.ts';
import { rulesDiff } from './rules-diff.ts';
import { rulesValidate } from './rules-validate.ts';
import { serviceChainDiscovered } from './service-chain.ts';
import { steeringList } from './steering.ts';
import { summary } from './summary.ts';
import { topology } from './topology.ts';

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [
  serviceChainDiscovered,
  summary,
  elementList,
  elementGet,
  elementWhy,
  elementEvents,
  chainList,
  chainGet,
  groupList,
  groupGet,
  locationList,
  locationGet,
  announcementList,
  topology,
  redirectTarget,
  steeringList,
  bmp,
  bmpStatistics,
  routerList,
  routerGet,
  routerResync,
  captureStart,
  captureStop,
  captureList,
  captureShow,
  captureGet,
  peerList,
  peerGet,
  routeLookup,
  routeList,
  routeDiff,
  routeHistory,
  events,
  findings,
  rulesGet,
  rulesVersions,
  rulesValidate,
  rulesDiff,
  rulesApply,
  overrideList,
  overrideSet,
  overrideDelete,
  decode,
  routerConfig,
  completion,
];
