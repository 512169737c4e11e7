import type { RouterState } from '#model/state.ts';

/** Routers of which what they tell is what they told. */
export const silentRouters = (routers: readonly RouterState[]): Set<string> =>
  new Set(routers.filter(({ session }) => session.state !== 'up').map(({ id }) => id));
