import { type RouterSpec, referenceLab } from '#local/reference-lab.ts';

/** The reference lab in which every element announces many untagged routes too, so that a dump takes a while. */
export function crowdedLab(routesPerSession: number): RouterSpec[] {
  return referenceLab().map((router) => ({
    ...router,
    sessions: router.sessions.map((session, index) => ({
      ...session,
      routes: [...session.routes, ...untagged(index, routesPerSession)],
    })),
  }));
}

/** Hosts of 100.64.0.0/10, another /16 for each session of a PE. */
function untagged(session: number, count: number) {
  return Array.from({ length: count }, (_, host) => ({
    prefix: `100.${64 + session}.${host >> 8}.${host & 255}/32`,
    communities: [],
  }));
}
