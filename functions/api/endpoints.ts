import type { Endpoints } from './endpoint.ts';
import { announcementEndpoints } from './endpoints-announcements.ts';
import { collectorEndpoints } from './endpoints-collectors.ts';
import { composedEndpoints } from './endpoints-composed.ts';
import { diffEndpoints } from './endpoints-diff.ts';
import { elementEndpoints } from './endpoints-elements.ts';
import { historyEndpoints } from './endpoints-history.ts';
import { overrideEndpoints } from './endpoints-overrides.ts';
import { overviewEndpoints } from './endpoints-overview.ts';
import { ribEndpoints } from './endpoints-rib.ts';
import { routerEndpoints } from './endpoints-routers.ts';
import { rulesEndpoints } from './endpoints-rules.ts';
import { steeringEndpoints } from './endpoints-steering.ts';

export const endpoints: Endpoints = {
  ...overviewEndpoints,
  ...collectorEndpoints,
  ...routerEndpoints,
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
