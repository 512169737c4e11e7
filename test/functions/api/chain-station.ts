import { acrossRouters } from '#model/events.ts';
import { kinds } from '#model/keys.ts';
import type { SteeringTarget } from '#model/state.ts';
import { labStation, type Station, start } from './station.ts';

export const whole = 'nj01emd~10.0.0.1';
export const halfOpen = 'nj02emd~10.0.0.3';
export const spanning = '@nj~explicit~fw9';
export const partAt = (routerId: string): string => `${routerId}~explicit~fw9`;

export const path = 'sfc~65000:1~41';
const instance: SteeringTarget = { kind: 'sfir', routeDistinguisher: '65000:2', serviceFunctionType: 7 };
const hops = [
  { serviceIndex: 255, functions: [{ serviceFunctionType: 7, instances: ['65000:2'] }] },
  { serviceIndex: 254, functions: [{ serviceFunctionType: 8, instances: [] }] },
];

export const redirect = (target: string): SteeringTarget => ({ kind: 'redirect-to-ip', target, copy: false });

/**
 * The lab, with a second router in nj: an element of it that has lost a side, one of which both routers see a side, rules that
 * build on these, and routes that lead traffic to them and to nothing.
 */
export async function chainStation(): Promise<Station> {
  const station = await labStation();
  await station.setRules({
    locations: [{ code: 'nj', name: 'Newark' }, { code: 'md' }, { code: 'la', name: 'Los Angeles' }],
    pairing: [
      {
        strategy: 'explicit',
        scope: 'location',
        elements: [{ name: 'fw9', peers: [{ address: '192.0.2.9' }, { address: '192.0.3.9' }] }],
      },
      { strategy: 'fqdn' },
      { strategy: 'bgp-id' },
    ],
    groups: [{ name: 'nj-firewalls', minComplete: 2, members: { locations: ['nj'] } }],
    chains: [
      { name: 'scrubbed', hops: [{ servicePrefix: '11.11.11.1/32' }, { group: 'nj-firewalls' }] },
      { name: 'through-nothing', direction: 'untrust-to-trust', hops: [{ element: 'nj09emd~10.0.0.9' }] },
    ],
  });
  const derived = { ...(await station.store.get(kinds.router.key('nj01emd'))), rulesVersion: 1 };
  await station.put(kinds.router.key('nj01emd'), derived);
  await station.addRouter('nj02emd', { location: 'nj', deviceId: '02emd', rulesVersion: 1 });
  await addHalfOpen(station);
  await addSpanning(station);
  await addSteering(station);
  const [beginning, lastChanged] = [start - 9_000, start - 9_000];
  await station.put(kinds.chain.key('scrubbed'), { id: 'scrubbed', state: 'complete', since: beginning, lastChanged });
  const group = { id: 'nj-firewalls', state: 'complete', since: beginning, lastChanged };
  await station.put(kinds.group.key('nj-firewalls'), group);
  return station;
}

async function addHalfOpen(station: Station): Promise<void> {
  await station.addPeer('nj02emd', '192.0.3.1', { bgpId: '10.0.0.3' });
  await station.addPeer('nj02emd', '192.0.3.2', { bgpId: '10.0.0.3', state: 'down', downReason: 'hold timer expired' });
  const trust = await station.addAnnouncement('nj02emd', '192.0.3.1', '12.12.12.1/32', { elementId: halfOpen });
  await station.addElement(
    'nj02emd',
    '10.0.0.3',
    { trust: [trust] },
    {
      state: 'half-open',
      missing: ['untrust'],
      reason: 'untrust: peer down: hold timer expired',
      since: start - 3_000,
      flap: { transitions: [start - 3_000], flapping: false, told: 'half-open' },
    },
  );
  await station.addFinding('unpaired-element~x', { kind: 'unpaired-element', subject: halfOpen, routerId: 'nj02emd' });
}

async function addSpanning(station: Station): Promise<void> {
  await station.addPeer('nj01emd', '192.0.2.9');
  await station.addPeer('nj02emd', '192.0.3.9');
  const pairing = { strategy: 'explicit', scope: 'location', key: 'fw9' } as const;
  const trust = await station.addAnnouncement('nj01emd', '192.0.2.9', '13.13.13.1/32', {
    elementId: partAt('nj01emd'),
  });
  const untrust = await station.addAnnouncement('nj02emd', '192.0.3.9', '13.13.13.2/32', {
    role: 'untrust',
    elementId: partAt('nj02emd'),
  });
  const part = { pairing, span: spanning };
  await station.addElement('nj01emd', 'explicit~fw9', { trust: [trust] }, { ...part, required: ['trust'] });
  await station.addElement('nj02emd', 'explicit~fw9', { untrust: [untrust] }, { ...part, required: ['untrust'] });
  const since = start - 7_000;
  await station.addSpan(spanning, 'nj01emd', { trust: [trust], untrust: [untrust] }, { pairing, since });
}

async function addSteering(station: Station): Promise<void> {
  await station.addPeer('nj01emd', '192.0.2.7');
  await station.addSteering('nj01emd', '192.0.2.7', 'destination 198.51.100.0/24', [redirect('11.11.11.1')]);
  await station.addSteering('nj01emd', '192.0.2.7', 'destination 198.51.101.0/24', [redirect('13.13.13.2')]);
  await station.addSteering('nj02emd', '192.0.3.1', 'destination 198.51.102.0/24', [
    redirect('12.12.12.1'),
    redirect('203.0.113.99'),
  ]);
  const sfc = { family: 'sfc', routeDistinguisher: '65000:1' };
  await station.addSteering('nj01emd', '192.0.2.7', 'instance 7', [instance], sfc);
  const along: SteeringTarget = { kind: 'sfpr', routeDistinguisher: '65000:1', servicePathIdentifier: 41, hops };
  await station.addSteering('nj01emd', '192.0.2.7', 'path 41', [along], sfc);
  const dangling = { kind: 'dangling-redirect', severity: 'critical', routerId: 'nj02emd' } as const;
  await station.addFinding('dangling-redirect~x', dangling, acrossRouters);
  await station.addFinding('duplicate~x', { kind: 'duplicate-service-prefix', routerId: acrossRouters, subject: 'x' });
}
