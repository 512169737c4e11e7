import { timeText } from '../http/clock.ts';
import type { Endpoints } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { ask, claimOf } from './requests.ts';

export const resyncEndpoints = {
  async resyncRouter(sources, { parameters: { id }, body, caller }) {
    const { open, session } = await claimOf(sources.store, id);
    if (!open) throw new Problem('conflict', 'The router is not connected: it dumps all when it comes.');
    if (body.session !== undefined && body.session !== session) {
      throw new Problem('conflict', `The session of the router is ${session}.`);
    }
    const requestedAt = sources.clock.now();
    await ask(sources, id, ({ capture }) => ({ capture, resync: { session, requestedAt, requestedBy: caller } }));
    return { data: { router: id, session, requestedAt: timeText(requestedAt) } };
  },
} satisfies Partial<Endpoints>;
