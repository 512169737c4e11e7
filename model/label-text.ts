import * as z from 'zod';
import type { RouteRow } from './api-rows.ts';

/** Tunnels whose network identifier stands where MPLS has its label, RFC 8365 §5.1.3. */
const identifiers = new Set(['vxlan', 'nvgre', 'vxlan-gpe', 'geneve'].map((tunnel) => `encapsulation:${tunnel}`));

const labelFields = z.array(z.looseObject({ vni: z.int() }));

/** The labels of a route as people read them: `100 200`; `vni 1000` where the route says that they are no labels. */
export function labelText({ labels, fields, attributes }: RouteRow): string {
  const read = labelFields.safeParse(fields?.labels);
  const isIdentifier = attributes.extendedCommunities.some((community) => identifiers.has(community));
  if (isIdentifier && read.success) return read.data.map(({ vni }) => `vni ${vni}`).join(' ');
  return labels?.join(' ') ?? '';
}
