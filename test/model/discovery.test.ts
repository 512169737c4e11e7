import { beforeEach, describe, expect, it } from 'vitest';
import type { PlatformEvent } from '#model/events.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { RouterVoice, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

const trust = session('192.168.1.2', 65100, '11.11.11.11');
const untrust = session('192.168.1.6', 65101, '11.11.11.11');
const otherTrust = session('192.168.2.2', 65100, '12.12.12.12');
const otherUntrust = session('192.168.2.6', 65101, '12.12.12.12');

const post = 'adj-rib-in-post';
const elementEvents = (events: PlatformEvent[]) => events.filter(({ type }) => type.startsWith('element.'));
const transitions = (events: PlatformEvent[]) =>
  events.filter(({ type }) => type === 'element.state-changed').map(({ data }) => `${data.from} -> ${data.to}`);

/** Both views of an element's two service routes. */
function announceBoth(voice: RouterVoice, to: 'sc1' | 'sc2' = 'sc1'): RouterVoice {
  const [t, u, n] = to === 'sc1' ? [trust, untrust, 11] : [otherTrust, otherUntrust, 12];
  for (const view of ['adj-rib-in-pre', post] as const) {
    voice.announce(t, `${n}.${n}.${n}.1/32`, ['13979:100'], view);
    voice.announce(u, `${n}.${n}.${n}.2/32`, ['13979:200'], view);
  }
  return voice;
}

function endDumps(voice: RouterVoice, ...peers: (typeof trust)[]): RouterVoice {
  for (const peer of peers) voice.endOfRib(peer).endOfRib(peer, post);
  return voice;
}

describe('an element', () => {
  let voice: RouterVoice;
  let told: ToldKnowledge;

  beforeEach(() => {
    voice = new RouterVoice();
    told = new ToldKnowledge();
    voice.open().peerUp(trust).peerUp(untrust).peerUp(otherTrust).peerUp(otherUntrust);
    announceBoth(announceBoth(voice), 'sc2');
    endDumps(voice, trust, untrust, otherTrust, otherUntrust).quiet(2);
    told.tell(voice.records());
    told.news();
  });

  it('is learning until the dumps of its sessions have closed', () => {
    const early = new ToldKnowledge();
    const speaker = new RouterVoice().open().peerUp(trust).peerUp(untrust);
    early.tell(announceBoth(speaker).records());
    expect(early.states()).toEqual({ '11.11.11.11': 'learning' });
    early.tell(endDumps(speaker, trust, untrust).quiet(2).records());
    expect(early.states()).toEqual({ '11.11.11.11': 'complete' });
  });

  it('pairs by BGP identifier, with location, device and vendor of its PE', () => {
    expect(told.element('11.11.11.11')).toMatchObject({
      id: 'nj01emd~11.11.11.11',
      location: 'nj',
      deviceId: '01emd',
      vendor: 'FRRouting',
      state: 'complete',
      missing: [],
      pairing: { strategy: 'bgp-id', key: '11.11.11.11' },
      interfaces: {
        trust: ['nj01emd~192.168.1.2~ipv4-unicast~11.11.11.1/32'],
        untrust: ['nj01emd~192.168.1.6~ipv4-unicast~11.11.11.2/32'],
      },
    });
    expect(told.knowledge.announcements.size).toBe(4);
  });

  it('is half-open when one side withdraws, and complete when it announces again', () => {
    told.tell(voice.withdraw(trust, '11.11.11.1/32').withdraw(trust, '11.11.11.1/32', post).records());
    expect(told.element('11.11.11.11')).toMatchObject({
      state: 'half-open',
      missing: ['trust'],
      reason: 'trust: withdrawn',
    });
    told.tell(announceBoth(voice).records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'complete', missing: [], reason: null });
    expect(transitions(told.news())).toEqual(['complete -> half-open', 'half-open -> complete']);
  });

  it('tells a withdrawal as such also where it comes in two parts', () => {
    told.tell(voice.withdraw(trust, '11.11.11.1/32', post).records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'half-open', reason: 'trust: withdrawn' });
    told.tell(voice.withdraw(trust, '11.11.11.1/32').records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'half-open', reason: 'trust: withdrawn' });
  });

  it('misses a side whose community changes to an unknown one', () => {
    told.tell(voice.announce(trust, '11.11.11.1/32', ['13979:101']).records());
    told.tell(voice.announce(trust, '11.11.11.1/32', ['13979:101'], post).records());
    expect(told.element('11.11.11.11')).toMatchObject({
      state: 'half-open',
      missing: ['trust'],
      reason: 'trust: community changed',
    });
    expect(transitions(told.news())).toEqual(['complete -> half-open']);
  });

  it('changes its role when trust becomes untrust', () => {
    voice.announce(trust, '11.11.11.1/32', ['13979:200']).announce(trust, '11.11.11.1/32', ['13979:200'], post);
    told.tell(voice.records());
    const news = told.news();
    const change = news.find(({ type }) => type === 'element.role-changed');
    expect(change).toMatchObject({ subject: 'nj01emd~11.11.11.11', data: { from: 'trust', to: 'untrust' } });
    expect(news.filter(({ type }) => type === 'element.role-changed')).toHaveLength(1);
    expect(told.element('11.11.11.11')?.missing).toEqual(['trust']);
  });

  it('says why a side is missing when its session goes down', () => {
    told.tell(voice.peerDown(trust, 4).records());
    expect(told.element('11.11.11.11')).toMatchObject({
      state: 'half-open',
      missing: ['trust'],
      reason: 'trust: remote system closed, no data',
    });
    expect(told.states()['12.12.12.12']).toBe('complete');
  });

  it('is lost when both sessions go down, and kept with the reason', () => {
    told.tell(voice.peerDown(trust).peerDown(untrust).records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'lost', missing: ['trust', 'untrust'] });
    expect(told.element('11.11.11.11')?.reason).toContain('untrust: remote system closed');
    expect(transitions(told.news())).toEqual(['complete -> half-open', 'half-open -> lost']);
  });

  it('comes back after a session flap without End-of-RIB (FRR): learning ends all the same', () => {
    told.tell(voice.peerDown(trust).peerDown(untrust).records());
    voice.peerUp(trust).peerUp(untrust);
    told.tell(announceBoth(voice).records());
    expect(told.states()['11.11.11.11']).toBe('learning');
    told.tell(voice.quiet(2).quiet(2).quiet(4).records());
    expect(told.states()['11.11.11.11']).toBe('complete');
    const feeds = told.knowledge.peers.get('nj01emd~192.168.1.2')?.feeds;
    expect(feeds?.map(({ endOfRib }) => endOfRib)).toEqual(['inferred', 'inferred']);
  });

  it('shows not one event when the BMP connection is cut and re-established', () => {
    voice.lose().open().peerUp(trust).peerUp(untrust).peerUp(otherTrust).peerUp(otherUntrust).cut();
    told.tell(voice.quiet(5).records());
    expect(told.states()).toEqual({ '11.11.11.11': 'complete', '12.12.12.12': 'complete' });
    announceBoth(announceBoth(voice), 'sc2').quiet(2);
    endDumps(voice, trust, untrust, otherTrust, otherUntrust).quiet(2).quiet(30);
    told.tell(voice.records());
    expect(told.states()).toEqual({ '11.11.11.11': 'complete', '12.12.12.12': 'complete' });
    expect(elementEvents(told.news())).toEqual([]);
    expect(told.knowledge.router?.session).toMatchObject({ id: 2, state: 'up', synced: true });
  });

  it('shows not one event when a half-open element is re-learned', () => {
    told.tell(voice.withdraw(trust, '11.11.11.1/32').withdraw(trust, '11.11.11.1/32', post).records());
    told.news();
    voice.lose().open().peerUp(trust).peerUp(untrust).peerUp(otherTrust).peerUp(otherUntrust);
    announceBoth(voice, 'sc2').announce(untrust, '11.11.11.2/32', ['13979:200']);
    voice.announce(untrust, '11.11.11.2/32', ['13979:200'], post);
    endDumps(voice, trust, untrust, otherTrust, otherUntrust).quiet(2).quiet(30);
    told.tell(voice.records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'half-open', reason: 'trust: withdrawn' });
    expect(elementEvents(told.news())).toEqual([]);
  });

  it('loses a route that is not announced again after a reconnect, at End-of-RIB and not before', () => {
    voice.lose().open().peerUp(trust).peerUp(untrust).peerUp(otherTrust).peerUp(otherUntrust);
    announceBoth(voice, 'sc2').announce(untrust, '11.11.11.2/32', ['13979:200']);
    voice.announce(untrust, '11.11.11.2/32', ['13979:200'], post);
    told.tell(voice.announce(trust, '10.0.0.0/8', []).announce(trust, '10.0.0.0/8', [], post).records());
    expect(told.states()['11.11.11.11']).toBe('complete');
    told.tell(endDumps(voice, trust, untrust, otherTrust, otherUntrust).records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'half-open', reason: 'trust: not announced again' });
  });

  it('outlives the End-of-RIB of an empty dump, which a restarted PE sends before its peers have said anything (FRR)', () => {
    voice.lose().open().peerUp(trust).peerUp(untrust).peerUp(otherTrust).peerUp(otherUntrust);
    endDumps(voice, trust, untrust, otherTrust, otherUntrust).cut();
    voice.now += 1_100;
    announceBoth(announceBoth(voice), 'sc2').quiet(2).quiet(4).quiet(30);
    told.tell(voice.records());
    expect(told.states()).toEqual({ '11.11.11.11': 'complete', '12.12.12.12': 'complete' });
    expect(elementEvents(told.news())).toEqual([]);
  });

  it('does not outlive it for long: quiet confirms that nothing is announced any more', () => {
    voice.lose().open().peerUp(trust).peerUp(untrust).peerUp(otherTrust).peerUp(otherUntrust);
    endDumps(announceBoth(voice, 'sc2'), trust, untrust, otherTrust, otherUntrust);
    told.tell(voice.quiet(2).records());
    expect(told.states()['11.11.11.11']).toBe('complete');
    told.tell(voice.quiet(2).records());
    expect(told.states()['11.11.11.11']).toBe('lost');
  });

  it('is half-open at once, and never rejected, when the post-policy view is withdrawn first (FRR)', () => {
    told.tell(voice.withdraw(trust, '11.11.11.1/32', post).withdraw(trust, '11.11.11.1/32').quiet(5).records());
    expect(transitions(told.news())).toEqual(['complete -> half-open']);
  });

  it('goes alone when its PE comes back without it; the others never blink', () => {
    voice.lose().open().peerDown(trust, 2).peerDown(untrust, 2).peerUp(otherTrust).peerUp(otherUntrust);
    told.tell(announceBoth(voice, 'sc2').quiet(2).quiet(2).quiet(4).quiet(8).records());
    expect(told.states()).toEqual({ '11.11.11.11': 'complete', '12.12.12.12': 'complete' });
    told.tell(voice.quiet(16).quiet(32).quiet(32).records());
    expect(told.states()).toEqual({ '11.11.11.11': 'lost', '12.12.12.12': 'complete' });
    expect(told.element('11.11.11.11')?.reason).toContain('absent after the router reconnected');
    expect(elementEvents(told.news()).every(({ subject }) => subject === 'nj01emd~11.11.11.11')).toBe(true);
  });

  it('goes as well when its PE comes back and says nothing at all of neighbours that were removed (FRR)', () => {
    voice.lose().open().peerUp(otherTrust).peerUp(otherUntrust);
    told.tell(voice.quiet(60).records());
    expect(told.states()['11.11.11.11']).toBe('complete');
    told.tell(announceBoth(voice, 'sc2').quiet(30).quiet(20).records());
    expect(told.states()).toEqual({ '11.11.11.11': 'lost', '12.12.12.12': 'complete' });
  });

  it('is stale, not lost, when its PE is gone for longer than the grace; complete again when both sides are heard again', () => {
    told.tell(voice.lose().sweep('session-stale').records());
    expect(told.states()).toEqual({ '11.11.11.11': 'stale', '12.12.12.12': 'stale' });
    expect(told.knowledge.router?.session.state).toBe('stale');
    told.tell(voice.open().peerDown(trust).peerUp(trust).peerUp(untrust).records());
    expect(told.states()['11.11.11.11']).toBe('stale');
    told.tell(announceBoth(voice).records());
    expect(told.states()).toEqual({ '11.11.11.11': 'complete', '12.12.12.12': 'stale' });
    expect(transitions(told.news())).toEqual(['complete -> stale', 'complete -> stale', 'stale -> complete']);
  });

  it('is lost once the hold is over, and learned anew afterwards', () => {
    told.tell(voice.lose().sweep('session-stale').sweep('session-expired').records());
    expect(told.states()).toEqual({ '11.11.11.11': 'lost', '12.12.12.12': 'lost' });
    expect(told.knowledge.announcements.size).toBe(0);
    expect(told.element('11.11.11.11')?.reason).toBe('trust: router lost; untrust: router lost');
    told.tell(announceBoth(voice.open().peerUp(trust).peerUp(untrust)).records());
    expect(told.states()['11.11.11.11']).toBe('learning');
  });

  it('counts as rejected when the post-policy view lacks the route', () => {
    told.tell(voice.withdraw(trust, '11.11.11.1/32', post).records());
    expect(told.element('11.11.11.11')?.state).not.toBe('complete');
    told.tell(voice.quiet(5).records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'rejected', missing: ['trust'] });
  });

  it('is complete from the post-policy view alone (FRR without soft-reconfiguration withdraws every pre-policy route)', () => {
    voice.withdraw(trust, '11.11.11.1/32').withdraw(untrust, '11.11.11.2/32');
    told.tell(voice.quiet(5).records());
    expect(told.states()['11.11.11.11']).toBe('complete');
    expect(elementEvents(told.news())).toEqual([]);
  });

  it('denied inbound is half-open as its pre-policy route is withdrawn too, and rejected once a re-dump announces it (FRR)', () => {
    told.tell(voice.withdraw(trust, '11.11.11.1/32', post).withdraw(trust, '11.11.11.1/32').quiet(5).records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'half-open', missing: ['trust'] });
    voice.lose().open().peerUp(trust).peerUp(untrust).peerUp(otherTrust).peerUp(otherUntrust);
    announceBoth(voice, 'sc2').announce(trust, '11.11.11.1/32', ['13979:100']).announce(trust, '10.0.0.0/8', [], post);
    for (const view of ['adj-rib-in-pre', post] as const) voice.announce(untrust, '11.11.11.2/32', ['13979:200'], view);
    told.tell(endDumps(voice, trust, untrust, otherTrust, otherUntrust).quiet(5).records());
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'rejected', missing: ['trust'] });
  });

  it('shows not one event when all routes of a peer are sent again unchanged, as after a policy change (FRR)', () => {
    told.tell(announceBoth(announceBoth(voice), 'sc2').quiet(5).records());
    expect(elementEvents(told.news())).toEqual([]);
  });

  it('is directly connected although its PE puts the local AS in front of the path (FRR)', () => {
    const asPath = [{ type: 'sequence' as const, asns: [65000, 65100] }];
    told.tell(voice.announce(trust, '11.11.11.9/32', ['13979:100'], 'adj-rib-in-pre', { asPath }).records());
    expect(told.knowledge.announcements.get('nj01emd~192.168.1.2~ipv4-unicast~11.11.11.9/32')?.direct).toBe(true);
  });

  it('is not made by a copy of its routes seen through a reflector', () => {
    const reflector = session('10.9.9.9', 65000, '10.9.9.9', 65000);
    voice
      .peerUp(reflector)
      .announce(reflector, '77.7.7.1/32', ['13979:100'], 'adj-rib-in-pre', { nextHop: '192.168.7.2' });
    told.tell(voice.endOfRib(reflector).quiet(2).records());
    expect(Object.keys(told.states())).toEqual(['11.11.11.11', '12.12.12.12']);
    expect(told.knowledge.announcements.get('nj01emd~10.9.9.9~ipv4-unicast~77.7.7.1/32')?.direct).toBe(false);
  });

  it('may speak from a link-local address, which is the second of its next hops', () => {
    const linkLocal = session('fe80::1', 65100, '13.13.13.13');
    voice.peerUp(linkLocal).announce(linkLocal, '13.13.13.1/32', ['13979:100'], 'adj-rib-in-pre', {
      nextHop: '2001:db8::1',
      linkLocalNextHop: 'fe80::1',
    });
    told.tell(voice.endOfRib(linkLocal).quiet(4).records());
    expect(told.states()['13.13.13.13']).toBe('half-open');
  });

  it('is in conflict when two peers with one BGP identifier announce one role', () => {
    const impostor = session('192.168.3.2', 65102, '11.11.11.11');
    voice.peerUp(impostor).announce(impostor, '99.9.9.1/32', ['13979:100']).endOfRib(impostor);
    told.tell(voice.quiet(2).records());
    expect(told.states()['11.11.11.11']).toBe('conflict');
  });

  it('drains on GRACEFUL_SHUTDOWN', () => {
    told.tell(voice.announce(trust, '11.11.11.1/32', ['65535:0', '13979:100']).records());
    expect(told.states()['11.11.11.11']).toBe('draining');
  });

  it('waits for the backlog of a router frozen for 40 s, or behind a link down for 20 s: no time passes without words', () => {
    voice.now += 40_000;
    told.tell(voice.announce(trust, '11.11.11.1/32', ['13979:100']).records());
    expect(elementEvents(told.news())).toEqual([]);
  });
});

describe('a peer', () => {
  it('that goes down before it was ever up is known, and nothing else (FRR)', () => {
    const told = new ToldKnowledge().tell(new RouterVoice().open().peerDown(trust, 2).records());
    expect(told.knowledge.peers.get('nj01emd~192.168.1.2')).toMatchObject({ state: 'down', bgpId: null });
    expect(told.news().map(({ type }) => type)).toEqual(['router.up']);
  });

  it('keeps its BGP identifier when the Peer Down of every failed retry says 0.0.0.0 (FRR)', () => {
    const voice = new RouterVoice().open().peerUp(trust).peerDown(trust).peerDown(trust, 2);
    const peer = new ToldKnowledge().tell(voice.records()).knowledge.peers.get('nj01emd~192.168.1.2');
    expect(peer).toMatchObject({ bgpId: '11.11.11.11', downReason: 'remote system closed, no data' });
  });

  it('opens at its first route where the router sends no Peer Up (GoBGP), or one of another type (FRR 8.0.1)', () => {
    const voice = new RouterVoice().open().announce(trust, '11.11.11.1/32', ['13979:100']);
    const told = new ToldKnowledge().tell(voice.records());
    expect(told.knowledge.peers.get('nj01emd~192.168.1.2')).toMatchObject({ state: 'up', learning: true });
    expect(told.knowledge.announcements.size).toBe(1);
  });

  it('is one incarnation when its Peer Up is repeated for the same connection', () => {
    const ports = { localPort: 179, remotePort: 40001 };
    const voice = new RouterVoice().open().peerUp(trust, ports).announce(trust, '11.11.11.1/32', ['13979:100']);
    const told = new ToldKnowledge().tell(voice.peerUp(trust, ports).endOfRib(trust).quiet(2).records());
    expect(told.knowledge.announcements.size).toBe(1);
  });

  it('is one incarnation when its Loc-RIB comes up once a family, and its capabilities add up (Huawei)', () => {
    const locRib = { ...session('0.0.0.0', 65000, '10.0.0.1'), type: 'loc-rib' as const };
    const open = (family: string) => {
      const capabilities = [{ code: 1, value: octets(family) }];
      return { sentOpen: { asn: 65000, bgpId: '10.0.0.1', holdTime: 0, capabilities }, localPort: 0, remotePort: 0 };
    };
    const voice = new RouterVoice().open().peerUp(locRib, open('00010001'));
    voice.announce(locRib, '11.11.11.1/32', [], 'loc-rib').peerUp(locRib, open('00020001'));
    const told = new ToldKnowledge().tell(voice.records());
    const [peer] = told.knowledge.peers.values();
    expect(peer?.capabilities.sent.map(({ value }) => value)).toEqual(['afi 1, safi 1', 'afi 2, safi 1']);
    expect(peer?.feeds).toMatchObject([{ view: 'loc-rib', announced: 1 }]);
    expect(told.news().filter(({ type }) => type === 'peer.up')).toHaveLength(1);
  });

  it('infers End-of-RIB over older rows from the statistics gauge', () => {
    const voice = new RouterVoice().open().peerUp(trust).announce(trust, '11.11.11.1/32', ['13979:100']);
    const told = new ToldKnowledge().tell(voice.endOfRib(trust).quiet(2).records());
    voice.lose().open().peerUp(trust).announce(trust, '11.11.11.7/32', ['13979:100']).quiet(5);
    told.tell(voice.records());
    expect(told.knowledge.announcements.size).toBe(2);
    told.tell(voice.statistics(trust, 7, 1).quiet(4).records());
    expect([...told.knowledge.announcements.values()].map(({ prefix }) => prefix)).toEqual(['11.11.11.7/32']);
  });
});

describe('a router', () => {
  it('of unknown location is a finding', () => {
    const told = new ToldKnowledge().tell(
      new RouterVoice('gobgp@10.0.0.1').open({ sysName: 'GoBGP', identity: 'generic-sys-name' }).records(),
    );
    expect([...told.knowledge.findings.values()].map(({ kind }) => kind)).toEqual([
      'generic-sysname',
      'unknown-location',
    ]);
    expect(told.knowledge.router?.location).toBe('unknown');
  });

  it('tells its vendor by a sysDescr with a leading space (IOS XR)', () => {
    const told = new ToldKnowledge().tell(new RouterVoice().open({ sysDescr: ' 7.10.1' }).records());
    expect(told.knowledge.router?.vendor).toBe('Cisco IOS XR');
    const other = new ToldKnowledge().tell(new RouterVoice('gobgp').open({ sysDescr: '3.10.0' }).records());
    expect(other.knowledge.router?.vendor).toBeNull();
  });

  it('whose session began before the stream did is adopted and said to be suspect', () => {
    const records = new RouterVoice().open().cut().announce(trust, '11.11.11.1/32', ['13979:100']).records().slice(1);
    const told = new ToldKnowledge().tell(records);
    expect(told.knowledge.router?.session.id).toBe(1);
    expect([...told.knowledge.findings.values()].map(({ kind }) => kind)).toContain('suspect-feed');
  });
});
