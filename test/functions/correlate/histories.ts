import fc from 'fast-check';
import { type Correlated, correlatedAfter, nothingCorrelated } from '#model/chains/correlated.ts';
import { correlate } from '#model/chains/correlation.ts';
import type { ElementState, ElementStatus } from '#model/state.ts';
import { compiledWith, elementOf, partAt, service } from '../../model/chains/elements.ts';

/** What a router tells at a moment. */
export interface Telling {
  routerId: string;
  elements: ElementState[];
}

export const routers = ['nj01', 'nj02', 'nj03', 'md01'];

/** A span is damped by what came before, which a derivation from scratch does not know: here none ever is. */
export const writtenRules = {
  groups: [
    { name: 'all', minComplete: 2, members: { roles: ['trust'] } },
    { name: 'nj', members: { locations: ['nj'], routers: ['nj01', 'nj02'] } },
  ],
  chains: [
    { name: 'grouped', hops: [{ group: 'all' }, { group: 'nj' }] },
    { name: 'mixed', hops: [{ element: 'nj~bgp-id~1' }, { servicePrefix: '11.0.0.1/32' }] },
  ],
  locations: [
    { code: 'nj', minComplete: 3 },
    { code: 'md', minComplete: 1 },
  ],
  holds: { flapTransitions: 20, flapSeconds: 10 },
};

const states: readonly ElementStatus[] = [
  'learning',
  'complete',
  'half-open',
  'draining',
  'rejected',
  'stale',
  'conflict',
];

const address = fc
  .record({ number: fc.integer({ min: 1, max: 3 }), live: fc.boolean() })
  .map(({ number, live }) => service(`11.0.0.${number}/32`, { live }));
const services = fc.dictionary(fc.constantFrom('trust', 'untrust'), fc.array(address, { minLength: 1, maxLength: 2 }), {
  minKeys: 1,
  maxKeys: 2,
});

const locationOf = (routerId: string): string => routerId.slice(0, 2);

const wholeAt = (routerId: string) =>
  fc
    .record({
      name: fc.constantFrom('1', '2'),
      services,
      state: fc.constantFrom(...states, 'lost'),
      flapping: fc.boolean(),
    })
    .map(({ name, flapping, ...given }) =>
      elementOf({
        ...given,
        id: `${routerId}~bgp-id~${name}`,
        routerId,
        location: locationOf(routerId),
        flap: { transitions: [], flapping, told: given.state },
      }),
    );

const partOf = (routerId: string) =>
  fc
    .record({ name: fc.constantFrom('1', '2'), services, state: fc.constantFrom(...states, 'lost') })
    .map(({ name, services: all, state }) => {
      const location = locationOf(routerId);
      const given = { id: `${routerId}~part~${name}`, location, span: `${location}~bgp-id~${name}`, state };
      return partAt(routerId, state === 'lost' ? {} : all, { ...given, required: Object.keys(all) });
    });

export const telling: fc.Arbitrary<Telling> = fc.constantFrom(...routers).chain((routerId) =>
  fc.record({
    routerId: fc.constant(routerId),
    elements: fc.uniqueArray(fc.oneof(wholeAt(routerId), partOf(routerId)), { maxLength: 3, selector: ({ id }) => id }),
  }),
);

/**
 * What the last word of each router comes to, for who heard nothing before. `lost`: of elements that are gone all there is to know
 * is that they were.
 */
export function fromScratch(tellings: readonly Telling[], lost: Correlated['span']): Correlated {
  const last = new Map(tellings.map(({ routerId, elements }) => [routerId, elements]));
  const facts = {
    elements: routers.flatMap((id) => last.get(id) ?? []),
    steering: [],
    silentRouters: new Set<string>(),
  };
  const before = { ...nothingCorrelated, span: lost };
  return correlatedAfter(before, correlate(before, facts, compiledWith(writtenRules), { name: 'scratch', at: 0 }));
}

/** Without what tells of the past. */
export function standing({ span, group, chain, finding }: Correlated): unknown {
  const things = [...span, ...group, ...chain, ...finding].map(([id, thing]) => [
    id,
    { ...thing, since: 0, firstSeen: 0, lastChanged: 0, flap: null },
  ]);
  return Object.fromEntries(things);
}
