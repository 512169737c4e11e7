import * as z from 'zod';
import { announcementRow, elementStates } from './api-rows.ts';
import { findingKinds } from './discovery/findings.ts';
import { discoveryRules } from './rules/discovery-rules.ts';
import { overrideRule } from './rules/override-rules.ts';
import { views } from './views.ts';

/** What the HTTP API shows of what is built of elements, and of the rules, as schemas. */

const time = z.iso.datetime().describe('RFC 3339, UTC');
const count = z.int().min(0);
const text = z.string();
const id = z.string().describe('opaque');
const state = z.enum(elementStates);

const hop = z.object({
  element: id.nullable().describe('null where no element answers to the hop, and of a group'),
  servicePrefix: text.nullable().describe('where the hop is one'),
  group: text.nullable().describe('where the hop is one'),
  state,
});

export const directions = ['trust-to-untrust', 'untrust-to-trust', 'both'] as const;
export const chainOrigins = ['rules', 'element', 'sfc'] as const;

export const chainRow = z.object({
  id,
  name: text,
  origin: z
    .enum(chainOrigins)
    .describe('`rules`: configured; `element`: an element that no chain or group has; `sfc`: a path of RFC 9015'),
  direction: z.enum(directions),
  state: state.describe('of its worst hop'),
  location: text.nullable().describe('null where its hops are at several'),
  hops: z.array(hop),
  since: time.nullable().describe('since when it has this state, where that is known'),
});

export const groupRow = z.object({
  id,
  name: text,
  state: state.describe('of its `minComplete`-th best member'),
  minComplete: count,
  complete: count,
  members: z.array(z.object({ element: id, state })),
  since: time.nullable(),
});

export const redirectTargetRow = z.object({
  elementId: id,
  location: text,
  router: id,
  trust: text.nullable().describe('the first live service prefix of the role'),
  untrust: text.nullable().describe('the first live service prefix of the role'),
  services: z.record(text, z.array(text)).describe('role to all its live service prefixes'),
  since: time.describe('since when it has been complete: who has been so for longest comes first'),
});

export const topology = z.object({
  nodes: z.array(
    z.object({
      id,
      kind: z.enum(['location', 'router', 'element', 'service']),
      label: text,
      location: text,
      state: text.nullable(),
    }),
  ),
  edges: z.array(
    z.object({
      from: id,
      to: id,
      kind: z.enum(['contains', 'session', 'announces']),
      label: text.describe('of a session the address of the peer, of an announcement the role'),
      state: text.nullable(),
    }),
  ),
});

export const steeringStates = ['resolved', 'learning', 'stale', 'draining', 'half-open', 'dangling'] as const;
export const targetKinds = ['redirect-to-ip', 'redirect-to-vrf', 'next-hop', 'sfir', 'sfpr'] as const;

export const steeringRow = z.object({
  id,
  router: id,
  location: text,
  peer: id,
  family: text,
  rd: text.nullable(),
  match: text.describe('the traffic that is led, as routers show it'),
  state: z.enum(steeringStates).describe('of its worst target'),
  targets: z.array(
    z.object({
      kind: z.enum(targetKinds),
      target: text.describe('an address, a route target, or the route of RFC 9015'),
      copy: z.boolean().describe('traffic is duplicated and not led'),
      state: z.enum(steeringStates),
      elementId: id.nullable(),
      role: text.nullable(),
      detail: text,
    }),
  ),
  firstSeen: time,
  lastChanged: time,
});

const said = z.object({
  view: z.enum(views),
  at: time,
  nextHop: text.nullable(),
  asPath: text,
  communities: z.array(text),
  role: text.nullable(),
  matchedRule: text.nullable(),
  otherRoles: z.array(text),
});

/** All that an element's state follows from. */
export const evidence = z.object({
  element: id,
  state,
  reason: text.nullable(),
  required: z.array(text),
  missing: z.array(text),
  rulesVersion: count,
  pairedBy: z.object({ strategy: text, key: text, scope: text }).describe('the key that the element goes by'),
  routers: z.array(
    z.object({
      id,
      state: text,
      since: time,
      lostAt: time.nullable(),
      terminationReason: text.nullable(),
      synced: z.boolean(),
    }),
  ),
  peers: z.array(
    z.object({
      id,
      router: id,
      address: text,
      asn: z.int(),
      bgpId: text.nullable(),
      state: text,
      since: time,
      downReason: text.nullable(),
      feeds: z.array(z.object({ view: z.enum(views), family: text, state: text, endOfRib: text })),
    }),
  ),
  announcements: z.array(announcementRow.extend({ views: z.array(said) })),
  pairing: z
    .array(
      z.object({
        strategy: text,
        scope: text,
        key: text.nullable(),
        peers: z.array(text).describe('addresses of the peers with this key'),
        verdict: z.enum(['pairs', 'no key', 'shared by none', 'conflict', 'not asked']),
      }),
    )
    .describe('what each strategy says of its sessions, in order'),
  transitions: z.array(time).describe('its last changes of state'),
  flapping: z.boolean(),
  findings: z.array(id),
});

const author = text
  .nullable()
  .describe('who wrote it: ARN of an AWS identity, or issuer and subject of a token; null where nobody asks, and of 0');

export const rulesDocument = z.object({
  version: count.describe('0 is the one that counts until another is written'),
  writtenAt: time.nullable(),
  comment: text.nullable(),
  author,
  rules: discoveryRules,
  applied: z.object({
    routers: count.describe('whose state is derived by this version'),
    behind: z.array(id).describe('routers whose state is still derived by another'),
  }),
});

export const rulesVersionRow = z.object({
  version: count,
  writtenAt: time.nullable(),
  comment: text.nullable(),
  author,
});

const change = z.object({
  id,
  router: id.nullable(),
  from: z.record(text, z.unknown()).nullable().describe('null: it would appear'),
  to: z.record(text, z.unknown()).nullable().describe('null: it would vanish'),
});

/** What would become of what is shown by other rules. */
export const rulesEffect = z.object({
  comparedWith: count.describe('version of the rules'),
  routers: count.describe('that were looked at'),
  partial: z.boolean().describe('not all routers could be looked at in time: `skipped`'),
  skipped: z.array(id),
  counts: z.object({ appear: count, vanish: count, change: count }),
  locations: z.array(change).describe('of routers'),
  announcements: z.array(change),
  elements: z.array(change),
  groups: z.array(change),
  chains: z.array(change),
  findings: z.array(change),
  truncated: z.boolean().describe('lists have 500 entries at most; `counts` are of all'),
});

export const overrideRow = z.object({ id, override: overrideRule });

export const findingKindNames = Object.keys(findingKinds) as [keyof typeof findingKinds];

export type ChainRow = z.infer<typeof chainRow>;
export type GroupRow = z.infer<typeof groupRow>;
export type RedirectTargetRow = z.infer<typeof redirectTargetRow>;
export type Topology = z.infer<typeof topology>;
export type SteeringRow = z.infer<typeof steeringRow>;
export type Evidence = z.infer<typeof evidence>;
export type RulesDocument = z.infer<typeof rulesDocument>;
export type RulesVersionRow = z.infer<typeof rulesVersionRow>;
export type RulesEffect = z.infer<typeof rulesEffect>;
export type OverrideRow = z.infer<typeof overrideRow>;
