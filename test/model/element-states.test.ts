import { beforeEach, describe, expect, it } from 'vitest';
import type { PlatformEvent } from '#model/events.ts';
import type { WrittenRules } from '#model/rules/discovery-rules.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { parseRouteDistinguisher } from '#protocol/net/route-distinguisher.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { nlri, RouterVoice, type SessionOfElement, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

const trust = session('192.168.1.2', 65100, '11.11.11.11');
const untrust = session('192.168.1.6', 65101, '11.11.11.11');
const post = 'adj-rib-in-post';
const key = '11.11.11.11';

const known = (rules: Partial<WrittenRules> = {}): { voice: RouterVoice; told: ToldKnowledge } => {
  const voice = new RouterVoice().open().peerUp(trust).peerUp(untrust);
  for (const view of ['adj-rib-in-pre', post] as const) {
    voice.announce(trust, '11.11.11.1/32', ['13979:100'], view).announce(untrust, '11.11.11.2/32', ['13979:200'], view);
    voice.endOfRib(trust, view).endOfRib(untrust, view);
  }
  const told = new ToldKnowledge(rules).tell(voice.quiet(2).records());
  told.news();
  return { voice, told };
};

const typesOf = (events: readonly PlatformEvent[]): string[] => events.map(({ type }) => type);
const withdrawn = (events: readonly PlatformEvent[]) =>
  events.filter(({ type }) => type === 'announcement.withdrawn').map(({ subject, data }) => [subject, data.reason]);

describe('an element', () => {
  let voice: RouterVoice;
  let told: ToldKnowledge;

  beforeEach(() => {
    ({ voice, told } = known());
  });

  const down = (peer: SessionOfElement, code: number, subcode: number) =>
    voice.peerDown(peer, 3, { notification: { code, subcode, data: new Uint8Array() } });

  it('is lost by withdrawals', () => {
    for (const view of ['adj-rib-in-pre', post] as const)
      voice.withdraw(trust, '11.11.11.1/32', view).withdraw(untrust, '11.11.11.2/32', view);
    expect(told.tell(voice.records()).element(key)).toMatchObject({
      state: 'lost',
      reason: 'trust: withdrawn; untrust: withdrawn',
      interfaces: {},
      services: {},
    });
  });

  it('is lost by its sessions, each with the NOTIFICATION that ended it', () => {
    down(trust, 6, 2);
    down(untrust, 4, 0);
    const { state, reason } = told.tell(voice.records()).element(key) ?? {};
    expect(state).toBe('lost');
    expect(reason).toMatch(
      /^trust: .*NOTIFICATION.*Administrative Shutdown; untrust: .*NOTIFICATION.*Hold Timer Expired/,
    );
  });

  it('is rejected by policy, which is why', () => {
    const after = told.tell(voice.withdraw(trust, '11.11.11.1/32', post).quiet(5).records()).element(key);
    expect(after).toMatchObject({ state: 'rejected', missing: ['trust'], reason: 'trust: rejected by policy' });
    expect(after?.services.trust).toMatchObject([{ prefix: '11.11.11.1/32', live: false }]);
    expect(after?.services.untrust).toMatchObject([{ live: true }]);
  });

  it('drains for as long as one side says so', () => {
    told.tell(voice.announce(trust, '11.11.11.1/32', ['65535:0', '13979:100']).records());
    expect(told.element(key)).toMatchObject({ state: 'draining', missing: [], reason: 'trust: GRACEFUL_SHUTDOWN' });
    told.tell(voice.announce(untrust, '11.11.11.2/32', ['65535:0', '13979:200']).records());
    expect(told.element(key)?.reason).toBe('trust and untrust: GRACEFUL_SHUTDOWN');
    told.tell(voice.announce(untrust, '11.11.11.2/32', ['13979:200']).records());
    told.tell(voice.announce(trust, '11.11.11.1/32', ['13979:100']).records());
    expect(told.element(key)).toMatchObject({ state: 'complete', reason: null });
  });

  it('drains because an operator wants it, and lacks a side all the same', () => {
    const overrides = [{ element: `nj01emd~${key}`, drain: true as const, reason: 'being replaced' }];
    ({ voice, told } = known({ overrides }));
    const reason = 'drained by the operator: being replaced';
    expect(told.element(key)).toMatchObject({ state: 'draining', reason });
    told.tell(voice.announce(trust, '11.11.11.1/32', ['65535:0', '13979:100']).records());
    expect(told.element(key)).toMatchObject({ state: 'draining', reason });
    told.tell(voice.peerDown(trust).records());
    expect(told.element(key)).toMatchObject({ state: 'half-open', missing: ['trust'] });
  });

  it('is stale while its router is gone, with the reason of that, and lost with it', () => {
    told.tell(voice.lose('reset by peer').sweep('session-stale').records());
    expect(told.element(key)).toMatchObject({ state: 'stale', reason: 'BMP session lost: reset by peer' });
    told.tell(voice.sweep('session-expired').records());
    expect(told.element(key)).toMatchObject({ state: 'lost', reason: 'trust: router lost; untrust: router lost' });
  });

  it('loses a route whose next hop is another than its peer, and the feed says so', () => {
    const elsewhere = { nextHop: '172.16.0.1' };
    for (const view of ['adj-rib-in-pre', post] as const)
      voice.announce(trust, '11.11.11.1/32', ['13979:100'], view, elsewhere);
    expect(told.tell(voice.records()).element(key)).toMatchObject({
      state: 'half-open',
      reason: 'trust: next hop changed',
    });
    expect(withdrawn(told.news())).toEqual([['nj01emd~192.168.1.2~ipv4-unicast~11.11.11.1/32', 'next hop changed']]);
    for (const view of ['adj-rib-in-pre', post] as const) voice.announce(trust, '11.11.11.1/32', ['13979:100'], view);
    expect(told.tell(voice.records()).element(key)?.state).toBe('complete');
    expect(typesOf(told.news())).toContain('announcement.added');
  });

  it('knows the route targets of its routes, and tells when they change', () => {
    const extendedCommunities = [octets('0002fde80000000b'), octets('030c000000000008')];
    voice.announce(trust, '11.11.11.1/32', ['13979:100'], 'adj-rib-in-pre', { extendedCommunities });
    const { services } = told.tell(voice.records()).element(key) ?? {};
    expect(services).toEqual({
      trust: [service('11.11.11.1/32', ['rt:65000:11'])],
      untrust: [service('11.11.11.2/32', [])],
    });
    expect(typesOf(told.news())).toEqual(['element.state-changed']);
  });

  const service = (prefix: string, routeTargets: string[]) => ({
    prefix,
    family: 'ipv4-unicast',
    routeDistinguisher: null,
    live: true,
    routeTargets,
  });

  it('has services in one order, whichever came first', () => {
    voice.announce(trust, '11.11.11.9/32', ['13979:100']).announce(trust, '11.11.11.0/32', ['13979:100']);
    const prefixes = told
      .tell(voice.records())
      .element(key)
      ?.services.trust?.map(({ prefix }) => prefix);
    expect(prefixes).toEqual(['11.11.11.0/32', '11.11.11.1/32', '11.11.11.9/32']);
  });

  it('has IPv6 and VPN routes for sides', () => {
    const v6 = { ...trust, address: '2001:db8::2' };
    const inVrf = { ...untrust, type: 'rd' as const, distinguisher: '65000:1' };
    const ipv6 = { afi: 2, safi: 1 };
    const vpn = { afi: 1, safi: 128 };
    voice = new RouterVoice().open().peerUp(v6).peerUp(inVrf);
    const prefix = parsePrefix('2001:db8:1::1/128');
    const inner = { ...nlri('10.0.0.0/8'), address: prefix.address, prefixLength: 128 };
    const outer = { ...nlri('11.11.11.2/32'), routeDistinguisher: parseRouteDistinguisher('65000:1'), labels: [100] };
    voice.announceNlri(v6, inner, { communities: [13979 * 65536 + 100] }, 'adj-rib-in-pre', ipv6);
    voice.announceNlri(inVrf, outer, { communities: [13979 * 65536 + 200] }, 'adj-rib-in-pre', vpn);
    voice.endOfRib(v6, 'adj-rib-in-pre', ipv6).endOfRib(inVrf, 'adj-rib-in-pre', vpn).quiet(2);
    expect(new ToldKnowledge().tell(voice.records()).element(key)).toMatchObject({
      state: 'complete',
      interfaces: {
        trust: ['nj01emd~2001:db8::2~ipv6-unicast~2001:db8:1::1/128'],
        untrust: ['nj01emd~rd~65000:1~192.168.1.6~vpnv4~11.11.11.2/32~65000:1'],
      },
      services: {
        trust: [{ prefix: '2001:db8:1::1/128', family: 'ipv6-unicast', routeDistinguisher: null }],
        untrust: [{ prefix: '11.11.11.2/32', family: 'vpnv4', routeDistinguisher: '65000:1' }],
      },
    });
    voice.withdrawNlri(inVrf, { ...outer, labels: null }, 'adj-rib-in-pre', vpn);
  });

  it('of one arm is complete with that', () => {
    const roles = [{ name: 'nat', role: 'nat', communities: ['13979:100'] }];
    const profiles = [{ name: 'one-arm', roles: ['nat'] }];
    ({ voice, told } = known({ roles, profiles }));
    expect(told.element(key)).toMatchObject({ state: 'complete', required: ['nat'], missing: [] });
    for (const view of ['adj-rib-in-pre', post] as const) voice.withdraw(trust, '11.11.11.1/32', view);
    expect(told.tell(voice.records()).element(key)).toMatchObject({ state: 'lost', missing: ['nat'] });
  });

  it('that its routes name stops learning when the dumps of others are over', () => {
    ({ voice, told } = known({ pairing: [{ strategy: 'large-community', community: '13979:1:*' }] }));
    const late = session('192.168.9.2', 65109, '19.19.19.19');
    voice.peerUp(late).announce(late, '10.0.0.0/8', []);
    voice.announce(trust, '11.11.12.1/32', ['13979:100'], 'adj-rib-in-pre', { largeCommunities: [[13979, 1, 5]] });
    voice.announce(trust, '11.11.12.1/32', ['13979:100'], post, { largeCommunities: [[13979, 1, 5]] });
    expect(told.tell(voice.records()).element('5')?.state).toBe('learning');
    expect(told.tell(voice.endOfRib(late).quiet(2).quiet(2).records()).element('5')?.state).toBe('half-open');
  });

  it('is of its router as that is named from now on', () => {
    voice.say({ kind: 'initiation', sysName: 'md04emd', sysDescr: 'JUNOS 23', information: [] });
    const named = { location: 'md', deviceId: '04emd', vendor: 'Juniper Junos' };
    expect(told.tell(voice.records()).element(key)).toMatchObject(named);
    for (const announcement of told.knowledge.announcements.values()) expect(announcement).toMatchObject(named);
    voice.open({ sysName: 'la06emd', sysDescr: 'JUNOS 23' });
    expect(told.tell(voice.records()).element(key)).toMatchObject({ location: 'la', deviceId: '06emd' });
  });
});

describe('the part of an element that has its sessions at several routers of a location', () => {
  const pairing: WrittenRules['pairing'] = [{ strategy: 'bgp-id', scope: 'location' }];

  it('needs what it has, and tells of itself only as a part', () => {
    const voice = new RouterVoice().open().peerUp(trust).announce(trust, '11.11.11.1/32', ['13979:100']);
    const told = new ToldKnowledge({ pairing }).tell(voice.endOfRib(trust).quiet(2).records());
    expect(told.element(key)).toMatchObject({
      id: `nj01emd~bgp-id~${key}`,
      span: `@nj~bgp-id~${key}`,
      required: ['trust'],
      missing: [],
      state: 'complete',
    });
    told.tell(voice.peerDown(trust).records());
    expect(told.element(key)).toMatchObject({ state: 'lost', missing: ['trust'] });
    const told1 = told.news().filter(({ type }) => type.startsWith('element.') || type.startsWith('attachment.'));
    expect(told1.map(({ type, subject, data }) => [type, subject, data.to, data.element])).toEqual(
      ['learning', 'complete', 'lost'].map((state) => [
        'attachment.state-changed',
        `nj01emd~bgp-id~${key}`,
        state,
        `@nj~bgp-id~${key}`,
      ]),
    );
  });

  it('is never half-open by itself', () => {
    const { voice, told } = known({ pairing });
    expect(told.element(key)).toMatchObject({ state: 'complete', required: ['trust', 'untrust'] });
    told.tell(voice.peerDown(trust).records());
    expect(told.element(key)).toMatchObject({ state: 'complete', required: ['untrust'], missing: [] });
  });
});

describe('an announcement', () => {
  it('changed when its communities did, and not when it was said again', () => {
    const { voice, told } = known();
    const changedAt = () =>
      told.knowledge.announcements.get('nj01emd~192.168.1.2~ipv4-unicast~11.11.11.1/32')?.lastChanged;
    const before = changedAt();
    told.tell(voice.quiet(60).announce(trust, '11.11.11.1/32', ['13979:100']).records());
    expect(changedAt()).toBe(before);
    told.tell(voice.announce(trust, '11.11.11.1/32', ['13979:100', '65000:1']).records());
    expect(changedAt()).toBe(voice.now);
  });
});
