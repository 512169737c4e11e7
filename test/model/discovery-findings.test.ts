import { beforeEach, describe, expect, it } from 'vitest';
import type { WrittenRules } from '#model/rules/discovery-rules.ts';
import { RouterVoice, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

const peer = session('192.168.1.2', 65100, '11.11.11.11');
const prefix = '11.11.11.1/32';

describe('a finding', () => {
  let voice: RouterVoice;
  let told: ToldKnowledge;

  const start = (rules: Partial<WrittenRules> = {}, sysName = 'nj01emd') => {
    voice = new RouterVoice().open({ sysName }).peerUp(peer);
    told = new ToldKnowledge(rules);
  };
  /** Details by kind. */
  const found = (): Record<string, string> => {
    told.tell(voice.records());
    return Object.fromEntries([...told.knowledge.findings.values()].map(({ kind, detail }) => [kind, detail]));
  };

  beforeEach(() => start());

  describe('of a tag that no rule knows', () => {
    const detail = '11.11.11.1/32 from 192.168.1.2: no rule gives a role to 13979:666';

    beforeEach(() => {
      voice.announce(peer, prefix, ['13979:666']);
      expect(found()).toEqual({ 'unmatched-role': detail });
    });

    it('is raised for no element', () => expect(told.knowledge.elements.size).toBe(0));

    it.each<[string, () => void]>([
      ['a rule knows it', () => voice.announce(peer, prefix, ['13979:666', '13979:100'])],
      ['the tag is gone', () => voice.announce(peer, prefix, [])],
      ['the route is gone', () => voice.withdraw(peer, prefix)],
      ['its peer is gone', () => voice.peerDown(peer)],
      [
        'its next hop is another',
        () => voice.announce(peer, prefix, ['13979:666'], 'adj-rib-in-pre', { nextHop: '9.9.9.9' }),
      ],
    ])('is cleared once %s', (_, act) => {
      act();
      expect(found()).not.toHaveProperty('unmatched-role');
    });

    it('says what the tag is now', () => {
      voice.announce(peer, prefix, ['13979:667', '65000:1']);
      expect(found()['unmatched-role']).toContain('13979:667 65000:1');
    });
  });

  it('of a route without any tag is none', () => {
    voice.announce(peer, prefix, ['65000:1']);
    expect(found()).toEqual({});
  });

  it('of a route that has two roles is raised, and cleared once it has one', () => {
    voice.announce(peer, prefix, ['13979:100', '13979:200']);
    expect(found()['ambiguous-role']).toBe(
      '11.11.11.1/32 from 192.168.1.2: rules give it trust and untrust; it counts as trust',
    );
    voice.announce(peer, prefix, ['13979:200']);
    expect(found()).not.toHaveProperty('ambiguous-role');
    voice.announce(peer, prefix, ['13979:100', '13979:200']);
    expect(found()).toHaveProperty('ambiguous-role');
    voice.withdraw(peer, prefix);
    expect(found()).not.toHaveProperty('ambiguous-role');
  });

  it('of a location is raised where no expression finds one, or the catalogue has none of it', () => {
    start({}, 'core1');
    expect(found()['unknown-location']).toBe('no naming rule matches its Initiation strings or sysName');
    voice.open({ sysName: 'core1', information: ['nj01emd'] });
    expect(found()).not.toHaveProperty('unknown-location');
    start({ locations: [{ code: 'md' }] });
    expect(found()['unknown-location']).toBe('the catalogue of locations has no nj');
    voice.open({ sysName: 'md04emd' });
    expect(found()).not.toHaveProperty('unknown-location');
  });

  it('of an element that has one session only says so, until another has its BGP identifier', () => {
    voice.announce(peer, prefix, ['13979:100']).endOfRib(peer).quiet(4);
    expect(found()['unpaired-element']).toContain('untrust missing');
    voice.peerDown(session('192.168.1.6', 65101, '11.11.11.11'), 2);
    expect(found()).toHaveProperty('unpaired-element');
    voice.peerUp(session('192.168.1.6', 65101, '11.11.11.11'));
    expect(found()).not.toHaveProperty('unpaired-element');
  });

  it('of more routes than an element has is raised for its peer', () => {
    for (let n = 0; n <= 256; n += 1) voice.announce(peer, `11.11.${n >> 8}.${n & 255}/32`, ['13979:100']);
    expect(found()['suspect-feed']).toBe('more routes of 192.168.1.2 match a role than a service element has');
    expect(told.knowledge.announcements.size).toBe(256);
  });

  describe('of missing statistics', () => {
    const missing = 'stats-missing';
    const pass = (seconds: number) => {
      for (let left = seconds; left > 0; left -= 30) voice.quiet(30);
      return found();
    };

    it('is raised when none came for so long, and cleared by the next', () => {
      start({ holds: { statisticsSeconds: 600 } });
      expect(pass(570)).toEqual({});
      expect(pass(60)[missing]).toBe('no Statistics Report for more than 600 seconds');
      voice.statistics(peer, 7, 1).quiet(30);
      expect(found()).toEqual({});
      expect(pass(540)).toEqual({});
      expect(pass(90)).toHaveProperty(missing);
    });

    it('is none where they come, however seldom they are written', () => {
      start({ holds: { statisticsSeconds: 60 } });
      for (let minute = 0; minute < 20; minute += 1) {
        voice.statistics(peer, 7, minute).quiet(30);
        expect(found()).toEqual({});
      }
    });

    it('is none while no peer is up, and counts from when one is', () => {
      start({ holds: { statisticsSeconds: 600 } });
      voice.peerDown(peer);
      expect(pass(1200)).toEqual({});
      voice.peerUp(peer);
      expect(pass(570)).toEqual({});
      expect(pass(90)).toHaveProperty(missing);
      voice.peerDown(peer);
      expect(pass(30)).toEqual({});
    });

    it('is none of a router that is gone', () => {
      start({ holds: { statisticsSeconds: 600 } });
      voice.quiet(2).lose();
      voice.now += 1_200_000;
      voice.sweep('session-stale');
      expect(found()).toEqual({});
    });
  });
});
