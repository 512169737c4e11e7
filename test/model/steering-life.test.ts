import { beforeEach, describe, expect, it } from 'vitest';
import { ipv4Flowspec } from '#protocol/bgp/families/1-133-ipv4-flowspec.ts';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { vectors } from '#test/fixtures/vectors/families/1-133-ipv4-flowspec.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { RouterVoice, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

const controller = session('192.0.2.9', 65000, '10.0.0.9');
const [first, second] = vectors.vectors.map(({ value }): Nlri => ipv4Flowspec.toNlri(value));
const flowspec = { afi: 1, safi: 133 };
const pre = 'adj-rib-in-pre';
const post = 'adj-rib-in-post';

describe('what leads traffic', () => {
  let voice: RouterVoice;
  let told: ToldKnowledge;

  const redirect = (address: string, view: View = pre, route = first) => {
    if (route === undefined) throw new Error('no vector');
    voice.announceNlri(controller, route, { extendedCommunities: [octets(`010c ${address} 0000`)] }, view, flowspec);
  };
  const withdraw = (view: View = pre) => first && voice.withdrawNlri(controller, first, view, flowspec);
  const news = () => {
    told.tell(voice.records());
    return told.news().flatMap(({ type, data }) => {
      const targets = (data.targets ?? []) as { target?: string }[];
      return type.startsWith('steering.') ? [`${type} ${targets.map(({ target }) => target)}`] : [];
    });
  };
  const count = () => told.knowledge.steering.size;

  beforeEach(() => {
    voice = new RouterVoice().open().peerUp(controller);
    told = new ToldKnowledge({ steering: { nextHopRoutes: [{ communities: ['13979:300'] }] } });
  });

  it('comes with a flowspec route that redirects, changes with its target, and goes with it', () => {
    redirect('0b000001');
    expect(news()).toEqual(['steering.added 11.0.0.1']);
    redirect('0b000001');
    expect(news()).toEqual([]);
    redirect('0b000002');
    expect(news()).toEqual(['steering.changed 11.0.0.2']);
    withdraw();
    expect(news()).toEqual(['steering.withdrawn 11.0.0.2']);
    expect(count()).toBe(0);
  });

  it('goes with the action, though the route stays', () => {
    redirect('0b000001');
    if (first) voice.announceNlri(controller, first, {}, pre, flowspec);
    expect(news()).toEqual(['steering.added 11.0.0.1', 'steering.withdrawn 11.0.0.1']);
  });

  it('stays for as long as any view has it, and is what the neighbour itself says', () => {
    redirect('0b000001');
    redirect('0b000002', post);
    expect(news()).toEqual(['steering.added 11.0.0.1']);
    withdraw();
    expect(news()).toEqual(['steering.changed 11.0.0.2']);
    withdraw(post);
    expect(news()).toEqual(['steering.withdrawn 11.0.0.2']);
  });

  it('goes with its peer', () => {
    redirect('0b000001');
    voice.peerDown(controller);
    expect(news()).toEqual(['steering.added 11.0.0.1', 'steering.withdrawn 11.0.0.1']);
  });

  it('goes at the end of a dump that no longer has it, and not before', () => {
    redirect('0b000001');
    redirect('0b000007', pre, second);
    voice.endOfRib(controller, pre, flowspec).quiet(2);
    expect(news()).toEqual(['steering.added 11.0.0.1', 'steering.added 11.0.0.7']);
    voice.lose().open().peerUp(controller);
    redirect('0b000001');
    expect(news()).toEqual([]);
    voice.endOfRib(controller, pre, flowspec);
    expect(news()).toEqual(['steering.withdrawn 11.0.0.7']);
    expect(count()).toBe(1);
  });

  it('goes with its router once that is lost', () => {
    redirect('0b000001');
    voice.lose().sweep('session-stale');
    expect(news()).toEqual(['steering.added 11.0.0.1']);
    voice.sweep('session-expired');
    expect(news()).toEqual(['steering.withdrawn 11.0.0.1']);
  });

  it('is a route that a rule names, by its next hop', () => {
    voice.announce(controller, '203.0.113.0/24', ['13979:300'], pre, { nextHop: '11.0.0.5' });
    voice.announce(controller, '203.0.114.0/24', ['13979:301'], pre, { nextHop: '11.0.0.5' });
    expect(news()).toEqual(['steering.added 11.0.0.5']);
    voice.announce(controller, '203.0.113.0/24', ['13979:300'], pre, { nextHop: '11.0.0.6' });
    voice.announce(controller, '203.0.113.0/24', ['13979:301'], pre, { nextHop: '11.0.0.6' });
    expect(news()).toEqual(['steering.changed 11.0.0.6', 'steering.withdrawn 11.0.0.6']);
  });

  it('is as many routes of a peer as are kept', () => {
    for (let n = 0; n < 2_005; n += 1) voice.announce(controller, `203.${n >> 8}.${n & 255}.0/24`, ['13979:300']);
    told.tell(voice.records());
    expect(count()).toBe(2_000);
    voice.withdraw(controller, '203.0.0.0/24').announce(controller, '203.200.0.0/24', ['13979:300']);
    told.tell(voice.records());
    expect(count()).toBe(2_000);
  });
});
