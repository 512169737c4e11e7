import type { ElementState, ServiceAddress, SteeringState, SteeringTarget } from '#model/state.ts';
import { tokenOf } from '#model/token.ts';

export const service = (prefix: string, more: Partial<ServiceAddress> = {}): ServiceAddress => ({
  prefix,
  family: 'ipv4-unicast',
  routeDistinguisher: null,
  live: true,
  routeTargets: [],
  ...more,
});

export const element = (id: string, more: Partial<ElementState> = {}): ElementState => ({
  id,
  routerId: id.split('~')[0] ?? id,
  location: 'nj',
  vendor: null,
  deviceId: '01emd',
  pairing: { strategy: 'bgp-id', key: '10.255.0.1', scope: 'router' },
  span: null,
  interfaces: {},
  services: {},
  required: ['trust', 'untrust'],
  state: 'complete',
  missing: [],
  reason: null,
  since: Date.UTC(2025, 0, 2, 3, 4, 5),
  firstSeen: 0,
  lastChanged: 0,
  flap: { transitions: [], flapping: false, told: null },
  ...more,
});

export const steering = (
  id: string,
  targets: SteeringTarget[],
  { at = 0, ...more }: Partial<SteeringState> & { at?: number } = {},
): SteeringState => ({
  id,
  routerId: id.split('~')[0] ?? id,
  peerId: `${id.split('~')[0]}~10.0.0.9`,
  family: 'ipv4-flowspec',
  routeDistinguisher: null,
  match: 'destination 192.0.2.0/24',
  views: { 'adj-rib-in-pre': { token: tokenOf(1, 1), at, targets } },
  firstSeen: 0,
  lastChanged: 0,
  ...more,
});

export const redirect = (target: string, copy = false): SteeringTarget => ({ kind: 'redirect-to-ip', target, copy });
