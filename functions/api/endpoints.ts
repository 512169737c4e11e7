import type { Endpoints } from './endpoint.ts';
import { chainEndpoints } from './endpoints-chains.ts';
import { collectorEndpoints } from './endpoints-collectors.ts';
import { diffEndpoints } from './endpoints-diff.ts';
import { historyEndpoints } from './endpoints-history.ts';
import { overrideEndpoints } from './endpoints-overrides.ts';
import { overviewEndpoints } from './endpoints-overview.ts';
import { ribEndpoints } from './endpoints-rib.ts';
import { routerEndpoints } from './endpoints-routers.ts';
import { rulesEndpoints } from './endpoints-rules.ts';

export const endpoints: Endpoints = {
  ...overviewEndpoints,
  ...collectorEndpoints,
  ...routerEndpoints,
  ...chainEndpoints,
  ...rulesEndpoints,
  ...overrideEndpoints,
  ...ribEndpoints,
  ...diffEndpoints,
  ...historyEndpoints,
};
