import { describe, expect, it } from 'vitest';
import type { PlatformEvent } from '#model/events.ts';
import {
  all,
  announce,
  come,
  conflicts,
  hosts,
  nameOf,
  otherUntrust,
  type PairingRule,
  paired,
  services,
  trust,
  untrust,
} from './paired-elements.ts';
import { RouterVoice, type SessionOfElement, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

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

describe.each(strategies)('pairing by %j', (rule, names) => {
  const expected = names.map((name) => `nj01emd~${name}`);

  it('finds both sides of each element', () => {
    const { told } = paired([rule]);
    expect(ids(told)).toEqual(expected);
    expect(Object.values(told.states())).toEqual(['complete', 'complete']);
    expect(conflicts(told)).toEqual([]);
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
    expect(conflicts(told)).toEqual(['nj01emd~as-pair~65100-65101']);
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
