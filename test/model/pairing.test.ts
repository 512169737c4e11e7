import { describe, expect, it } from 'vitest';
import type { PlatformEvent } from '#model/events.ts';
import type { WrittenRules } from '#model/rules/discovery-rules.ts';
import { RouterVoice, type SessionOfElement, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

type PairingRule = WrittenRules['pairing'][number];

/** Two elements whose sessions have each a BGP identifier of its own. */
const trust = session('192.168.1.2', 65100, '10.1.0.1');
const untrust = session('192.168.1.6', 65101, '10.1.0.2');
const otherTrust = session('192.168.2.2', 65100, '10.2.0.1');
const otherUntrust = session('192.168.2.6', 65101, '10.2.0.2');
const all = [trust, untrust, otherTrust, otherUntrust];

interface Said {
  prefix: string;
  tag: string;
  element?: number;
}

const services = new Map<SessionOfElement, Said>([
  [trust, { prefix: '11.1.0.1/32', tag: '13979:100', element: 7 }],
  [untrust, { prefix: '11.1.0.2/32', tag: '13979:200', element: 7 }],
  [otherTrust, { prefix: '11.2.0.1/32', tag: '13979:100', element: 8 }],
  [otherUntrust, { prefix: '11.2.0.2/32', tag: '13979:200', element: 8 }],
]);

/** FQDN capability, draft-walton-bgp-hostname-capability. */
const nameOf = (host: string, { asn, bgpId }: SessionOfElement) => {
  const part = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
  const capabilities = [{ code: 73, value: Uint8Array.from([...part(host), ...part('example.net')]) }];
  return { receivedOpen: { asn, bgpId, holdTime: 180, capabilities } };
};
const hosts = new Map([trust, untrust, otherTrust, otherUntrust].map((peer, index) => [peer, `fw${index >> 1}`]));

function announce(voice: RouterVoice, ...peers: SessionOfElement[]): RouterVoice {
  for (const peer of peers) {
    const { prefix, tag, element } = services.get(peer) ?? { prefix: '11.9.9.9/32', tag: '13979:100' };
    const largeCommunities: [number, number, number][] = element === undefined ? [] : [[13979, 1, element]];
    voice.announce(peer, prefix, [tag], 'adj-rib-in-pre', { largeCommunities });
  }
  return voice;
}

function come(voice: RouterVoice, peers: readonly SessionOfElement[]): RouterVoice {
  voice.open();
  for (const peer of peers) {
    const host = hosts.get(peer);
    voice.peerUp(peer, host === undefined ? {} : nameOf(host, peer));
  }
  announce(voice, ...peers);
  for (const peer of peers) voice.endOfRib(peer);
  return voice.quiet(2);
}

const paired = (pairing: PairingRule[], peers: readonly SessionOfElement[] = all) => {
  const voice = new RouterVoice();
  const told = new ToldKnowledge({ pairing }).tell(come(voice, peers).records());
  return { voice, told };
};

const explicit: PairingRule = {
  strategy: 'explicit',
  elements: [
    { name: 'fw-a', peers: [{ address: '192.168.1.2' }, { address: '192.168.1.6', router: 'nj01emd' }] },
    { name: 'fw-b', peers: [{ address: '192.168.2.2' }, { address: '192.168.2.6' }] },
    { name: 'fw-c', peers: [{ address: '192.168.1.2', router: 'another' }] },
  ],
};
const strategies: [PairingRule, string[]][] = [
  [explicit, ['explicit~fw-a', 'explicit~fw-b']],
  [{ strategy: 'large-community', community: '13979:1:*' }, ['large-community~7', 'large-community~8']],
  [{ strategy: 'fqdn' }, ['fqdn~fw0.example.net', 'fqdn~fw1.example.net']],
  [{ strategy: 'peer-subnet' }, ['peer-subnet~192.168.1.0/29', 'peer-subnet~192.168.2.0/29']],
  [{ strategy: 'service-subnet' }, ['service-subnet~11.1.0.0/24', 'service-subnet~11.2.0.0/24']],
];

const elementEvents = (events: readonly PlatformEvent[]) => events.filter(({ type }) => type.startsWith('element.'));
const ids = (told: ToldKnowledge): string[] => [...told.knowledge.elements.keys()].sort();
const findings = (told: ToldKnowledge): string[] =>
  [...told.knowledge.findings.values()].filter(({ kind }) => kind === 'pairing-conflict').map(({ subject }) => subject);

describe.each(strategies)('pairing by %j', (rule, names) => {
  const expected = names.map((name) => `nj01emd~${name}`);

  it('finds both sides of each element', () => {
    const { told } = paired([rule]);
    expect(ids(told)).toEqual(expected);
    expect(Object.values(told.states())).toEqual(['complete', 'complete']);
    expect(findings(told)).toEqual([]);
  });

  it.each([
    ['before BGP identifiers', [rule, { strategy: 'bgp-id' }]],
    ['behind BGP identifiers that pair nothing', [{ strategy: 'bgp-id' }, rule]],
  ] satisfies [string, PairingRule[]][])('%s: an element stays the same while it lacks a side', (_, pairing) => {
    const { voice, told } = paired(pairing);
    expect(ids(told)).toEqual(expected);
    told.news();
    told.tell(voice.withdraw(trust, '11.1.0.1/32').peerDown(otherUntrust).quiet(2).records());
    expect(ids(told)).toEqual(expected);
    expect(Object.values(told.states())).toEqual(['half-open', 'half-open']);
    announce(voice.peerUp(otherUntrust, nameOf('fw1', otherUntrust)), trust, otherUntrust);
    told.tell(voice.endOfRib(otherUntrust).quiet(5).records());
    expect(Object.values(told.states())).toEqual(['complete', 'complete']);
    expect(new Set(elementEvents(told.news()).map(({ subject }) => subject))).toEqual(new Set(expected));
  });

  it('tells nothing of a reconnect, and nothing becomes another element', () => {
    const { voice, told } = paired([rule, { strategy: 'bgp-id' }]);
    told.news();
    told.tell(come(voice.lose(), all).quiet(30).records());
    expect(ids(told)).toEqual(expected);
    expect(elementEvents(told.news())).toEqual([]);
  });
});

describe('pairing', () => {
  it('by a pair of AS numbers finds one element of them, and falls through where there are two', () => {
    const asPair: PairingRule = { strategy: 'as-pair', pairs: [[65100, 65101]] };
    expect(paired([asPair], [trust, untrust]).told.states()).toEqual({ '65100-65101': 'complete' });
    const { told } = paired([asPair, { strategy: 'peer-subnet' }]);
    expect(told.states()).toEqual({ '192.168.1.0/29': 'complete', '192.168.2.0/29': 'complete' });
    expect(findings(told)).toEqual(['nj01emd~as-pair~65100-65101']);
  });

  it('by nothing makes an element of each session', () => {
    const { told } = paired([]);
    expect(ids(told)).toEqual(all.map(({ address }) => `nj01emd~${address}`).sort());
    expect(Object.values(told.states())).toEqual(Array(4).fill('half-open'));
  });

  it('by nothing tells sessions of two VRFs apart that have one address', () => {
    const inVrf = (distinguisher: string): SessionOfElement => ({ ...trust, type: 'rd', distinguisher });
    const { told } = paired([], [trust, inVrf('65000:1'), inVrf('65000:2')]);
    const keys = ['192.168.1.2', '65000:1~192.168.1.2', '65000:2~192.168.1.2'];
    expect(ids(told)).toEqual(keys.map((key) => `nj01emd~${key}`));
  });

  it('goes by the first strategy that decides, for each element', () => {
    const first = { ...explicit, elements: explicit.elements.slice(0, 1) };
    const { told } = paired([first, { strategy: 'fqdn' }, { strategy: 'peer-subnet' }]);
    expect(told.states()).toEqual({ 'fw-a': 'complete', 'fw1.example.net': 'complete' });
  });

  it('takes a declaration even where it pairs nothing', () => {
    const lone: PairingRule = {
      strategy: 'explicit',
      elements: [{ name: 'lone', peers: [{ address: '192.168.1.2' }] }],
    };
    const { told } = paired([lone, { strategy: 'peer-subnet' }], [trust, untrust]);
    expect(told.states()).toEqual({ lone: 'half-open', '192.168.1.0/29': 'half-open' });
  });

  it('by subnet knows IPv6, and that all links have one link-local net', () => {
    const inner = session('2001:db8:0:1::2', 65100, '10.1.0.1');
    const outer = session('2001:db8:0:1::6', 65101, '10.1.0.2');
    services.set(inner, { prefix: '11.1.0.1/32', tag: '13979:100' });
    services.set(outer, { prefix: '11.1.0.2/32', tag: '13979:200' });
    expect(paired([{ strategy: 'peer-subnet' }], [inner, outer]).told.states()).toEqual({
      '2001:db8:0:1::/64': 'complete',
    });
    const linkLocal = [session('fe80::2', 65100, '10.1.0.1'), session('fe80::6', 65101, '10.1.0.2')];
    const tags = ['13979:100', '13979:200'];
    for (const [index, peer] of linkLocal.entries())
      services.set(peer, { prefix: `11.1.0.${index}/32`, tag: tags[index] ?? '' });
    expect(paired([{ strategy: 'peer-subnet' }], linkLocal).told.states()).toEqual({
      'fe80::2': 'half-open',
      'fe80::6': 'half-open',
    });
  });

  it('is not of prefixes shorter than the net that pairs them', () => {
    const inner = session('192.168.7.2', 65100, '10.1.0.1');
    const outer = session('192.168.7.6', 65101, '10.1.0.2');
    services.set(inner, { prefix: '11.0.0.0/16', tag: '13979:100' });
    services.set(outer, { prefix: '11.0.0.0/23', tag: '13979:200' });
    const { told } = paired([{ strategy: 'service-subnet' }, { strategy: 'bgp-id' }], [inner, outer]);
    expect(told.states()).toEqual({ '10.1.0.1': 'half-open', '10.1.0.2': 'half-open' });
  });

  it('reads the number of an element where the neighbour itself says it, whichever view came first', () => {
    const voice = new RouterVoice().open().peerUp(trust);
    const numbered = (element: number) => ({ largeCommunities: [[13979, 1, element]] as [number, number, number][] });
    voice.announce(trust, '11.1.0.1/32', ['13979:100'], 'adj-rib-in-post', numbered(2));
    voice.announce(trust, '11.1.0.1/32', ['13979:100'], 'adj-rib-in-pre', numbered(1));
    const told = new ToldKnowledge({ pairing: [{ strategy: 'large-community', community: '13979:1:*' }] });
    told.tell(voice.records());
    expect(told.element('1')).toMatchObject({ state: 'learning', pairing: { strategy: 'large-community', key: '1' } });
  });

  it('survives the address of the BMP session, and that of the router, being changed on the way (NAT)', () => {
    const { voice, told } = paired([{ strategy: 'fqdn' }]);
    told.news();
    voice.lose().open({ source: '198.51.100.9', sourcePort: 61000 });
    for (const peer of all)
      voice.peerUp(peer, {
        localAddress: '10.77.0.1',
        localPort: 40_000,
        ...nameOf(hosts.get(peer) ?? '', peer),
      });
    announce(voice, ...all);
    for (const peer of all) voice.endOfRib(peer);
    told.tell(voice.quiet(2).quiet(30).records());
    expect(ids(told)).toEqual(['nj01emd~fqdn~fw0.example.net', 'nj01emd~fqdn~fw1.example.net']);
    expect(elementEvents(told.news())).toEqual([]);
  });
});

describe('two peers that claim one role', () => {
  const impostor = session('192.168.3.2', 65102, '10.1.0.1');
  const bySubnet: PairingRule[] = [{ strategy: 'bgp-id' }, { strategy: 'peer-subnet' }];
  const shared = [trust, { ...untrust, bgpId: '10.1.0.1' }, impostor];
  services.set(shared[1] ?? untrust, { prefix: '11.1.0.2/32', tag: '13979:200' });

  it('leave it to the next strategy, with a finding; without the other it is as before, and the finding is cleared', () => {
    const { voice, told } = paired(bySubnet, shared.slice(0, 2));
    expect(told.states()).toEqual({ '10.1.0.1': 'complete' });
    told.tell(announce(voice.peerUp(impostor), impostor).endOfRib(impostor).quiet(2).records());
    expect(told.element('192.168.1.0/29')).toMatchObject({ state: 'complete', missing: [] });
    expect(told.element('10.1.0.1')).toMatchObject({
      state: 'lost',
      reason: expect.stringContaining('now of nj01emd~peer-subnet~'),
    });
    expect(findings(told)).toEqual(['nj01emd~bgp-id~10.1.0.1']);
    const [finding] = [...told.knowledge.findings.values()].filter(({ kind }) => kind === 'pairing-conflict');
    expect(finding).toMatchObject({
      severity: 'critical',
      detail: 'several peers claim one role by bgp-id 10.1.0.1: 192.168.1.2, 192.168.1.6, 192.168.3.2',
    });
    told.tell(voice.withdraw(impostor, '11.9.9.9/32').quiet(2).records());
    expect(told.element('10.1.0.1')?.state).toBe('complete');
    expect(told.element('192.168.1.0/29')?.state).toBe('lost');
    expect(findings(told)).toEqual([]);
  });

  it('are a conflict where no strategy is left, which says who; and none once one of them is gone', () => {
    const { voice, told } = paired([{ strategy: 'bgp-id' }], shared);
    expect(told.element('10.1.0.1')).toMatchObject({
      state: 'conflict',
      missing: [],
      reason: 'trust: announced by 192.168.1.2 and 192.168.3.2',
    });
    told.tell(voice.peerDown(impostor).records());
    expect(told.element('10.1.0.1')).toMatchObject({ state: 'complete', reason: null });
    expect(findings(told)).toEqual([]);
  });

  it('are none where each has the role in another family', () => {
    const v6 = { ...impostor, address: '2001:db8::2' };
    const { voice, told } = paired([{ strategy: 'bgp-id' }], shared.slice(0, 2));
    const ipv6 = { afi: 2, safi: 1 };
    const route = {
      pathId: null,
      prefixLength: 128,
      address: Uint8Array.from([32, 1, 13, 184, ...Array(12).fill(1)]),
      routeDistinguisher: null,
      labels: null,
      nlri: null,
    };
    voice.peerUp(v6).announceNlri(v6, route, { communities: [13979 * 65536 + 100] }, 'adj-rib-in-pre', ipv6);
    told.tell(voice.endOfRib(v6, 'adj-rib-in-pre', ipv6).quiet(2).records());
    expect(told.element('10.1.0.1')).toMatchObject({ state: 'complete', missing: [] });
    expect(
      told
        .element('10.1.0.1')
        ?.services.trust?.map(({ family }) => family)
        .sort(),
    ).toEqual(['ipv4-unicast', 'ipv6-unicast']);
  });
});
