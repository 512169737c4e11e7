import { CompiledRules } from '#model/rules/compiled-rules.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { type DiscoveryRules, discoveryRules, type WrittenRules } from '#model/rules/discovery-rules.ts';
import type { ElementState, ElementStatus, ServiceAddress } from '#model/state.ts';

/** The default rules with some of them replaced. */
export const rulesWith = (written: Partial<WrittenRules>): DiscoveryRules =>
  discoveryRules.parse({ ...defaultRules, ...written });

export const compiledWith = (written: Partial<WrittenRules>): CompiledRules => new CompiledRules(1, rulesWith(written));

export const service = (prefix: string, given: Partial<ServiceAddress> = {}): ServiceAddress => ({
  prefix,
  family: 'ipv4-unicast',
  routeDistinguisher: null,
  live: true,
  routeTargets: [],
  ...given,
});

type Services = Record<string, (string | ServiceAddress)[]>;

interface Given extends Partial<Omit<ElementState, 'services'>> {
  services?: Services;
}

const bothSides: Services = { trust: ['11.11.11.1/32'], untrust: ['11.11.11.2/32'] };

/** A complete element at `nj01` in `nj`, but for what is given. */
export function elementOf({ services = bothSides, ...given }: Given = {}): ElementState {
  const routerId = given.routerId ?? 'nj01';
  const addresses = Object.fromEntries(
    Object.entries(services).map(([role, all]) => [
      role,
      all.map((one) => (typeof one === 'string' ? service(one) : one)),
    ]),
  );
  const interfaces = Object.fromEntries(
    Object.entries(addresses).map(([role, all]) => [role, all.map(({ prefix }) => `${routerId}~10.0.0.1~${prefix}`)]),
  );
  return {
    id: `${routerId}~bgp-id~10.0.0.1`,
    routerId,
    location: 'nj',
    vendor: null,
    deviceId: '01',
    pairing: { strategy: 'bgp-id', key: '10.0.0.1', scope: 'router' },
    span: null,
    interfaces,
    services: addresses,
    required: ['trust', 'untrust'],
    state: 'complete',
    missing: [],
    reason: null,
    since: 1_000,
    firstSeen: 1_000,
    lastChanged: 1_000,
    flap: { transitions: [], flapping: false, told: 'complete' },
    ...given,
  };
}

export const spanId = 'nj~bgp-id~10.0.0.1';

/** What one router sees of the element `spanId`. */
export function partAt(routerId: string, services: Services, given: Given = {}): ElementState {
  return elementOf({
    routerId,
    span: spanId,
    pairing: { strategy: 'bgp-id', key: '10.0.0.1', scope: 'location' },
    required: Object.keys(services),
    services,
    ...given,
  });
}

/** A part of which nothing is left but why. */
export const lostPartAt = (routerId: string, role: string, why: string): ElementState =>
  partAt(routerId, {}, { state: 'lost', required: [role], missing: [role], reason: `${role}: ${why}` });

export const flapping = (state: ElementStatus): Pick<ElementState, 'state' | 'flap'> => ({
  state,
  flap: { transitions: [1, 2, 3, 4], flapping: true, told: state },
});
