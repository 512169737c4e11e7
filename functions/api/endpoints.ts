import { announcementEndpoints } from './chains/endpoints-announcements.ts';
import { composedEndpoints } from './chains/endpoints-composed.ts';
import { elementEndpoints } from './chains/endpoints-elements.ts';
import { steeringEndpoints } from './chains/endpoints-steering.ts';
import { captureEndpoints } from './control/endpoints-captures.ts';
import { resyncEndpoints } from './control/endpoints-resync.ts';
import type { Endpoints } from './http/endpoint.ts';
import { overviewEndpoints } from './overview/endpoints-overview.ts';
import { collectorEndpoints } from './routers/endpoints-collectors.ts';
import { routerEndpoints } from './routers/endpoints-routers.ts';
import { diffEndpoints } from './routes/endpoints-diff.ts';
import { historyEndpoints } from './routes/endpoints-history.ts';
import { ribEndpoints } from './routes/endpoints-rib.ts';
import { overrideEndpoints } from './rules/endpoints-overrides.ts';
import { rulesEndpoints } from './rules/endpoints-rules.ts';

export const endpoints: Endpoints = {
  ...overviewEndpoints,
  ...collectorEndpoints,
  ...routerEndpoints,
  ...captureEndpoints,
  ...resyncEndpoints,
  ...announcementEndpoints,
  ...elementEndpoints,
  ...composedEndpoints,
  ...steeringEndpoints,
  ...rulesEndpoints,
  ...overrideEndpoints,
  ...ribEndpoints,
  ...diffEndpoints,
  ...historyEndpoints,
};
