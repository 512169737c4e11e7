import { describe, expect, it } from 'vitest';
import { damped, type Telling } from '#model/discovery/flap-damping.ts';
import type { ElementStatus, FlapState } from '#model/state.ts';
import { RouterVoice, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

const holds = { flapTransitions: 3, flapSeconds: 60 };

/** States with the second at which each was derived; what of them is told. */
function tellings(states: readonly (readonly [ElementStatus, number])[]): {
  told: Telling[];
  flap: FlapState | undefined;
} {
  let flap: FlapState | undefined;
  let before: ElementStatus | null = null;
  const told: Telling[] = [];
  for (const [state, second] of states) {
    const { flap: after, tell } = damped(flap, before, state, second * 1000, holds);
    told.push(tell);
    flap = after;
    before = state;
  }
  return { told, flap };
}

describe('damping', () => {
  it('tells each change of an element that changes seldom', () => {
    const { told } = tellings([
      ['learning', 0],
      ['complete', 1],
      ['half-open', 100],
      ['complete', 200],
      ['half-open', 300],
    ]);
    expect(told).toEqual(['change', 'change', 'change', 'change', 'change']);
  });

  it('tells of no derivation that changes nothing', () => {
    expect(
      tellings([
        ['complete', 0],
        ['complete', 1],
      ]),
    ).toEqual({
      told: ['change', null],
      flap: { transitions: [], flapping: false, told: 'complete' },
    });
  });

  it('tells the change that is one too many as flapping, then nothing, then what it rests in', () => {
    const { told, flap } = tellings([
      ['complete', 0],
      ['half-open', 10],
      ['complete', 20],
      ['half-open', 30],
      ['complete', 40],
      ['complete', 79],
      ['complete', 80],
    ]);
    expect(told).toEqual(['change', 'change', 'change', 'flapping', null, null, 'rested']);
    expect(flap).toEqual({ transitions: [30_000, 40_000], flapping: false, told: 'complete' });
  });

  it('counts no end of a learning', () => {
    const states = [
      ['learning', 0],
      ['complete', 1],
      ['lost', 2],
      ['learning', 3],
      ['complete', 4],
    ] as const;
    expect(tellings(states)).toMatchObject({ told: Array(5).fill('change'), flap: { transitions: [2_000, 3_000] } });
  });

  it('keeps as many transitions as it needs', () => {
    const states = [...Array(50).keys()].map((n): [ElementStatus, number] => [n % 2 ? 'complete' : 'half-open', n]);
    expect(tellings(states).flap?.transitions).toHaveLength(3);
  });

  it('changes nothing by time alone', () => {
    const flap = { transitions: [1_000], flapping: false, told: 'complete' as const };
    expect(damped(flap, 'complete', 'complete', 900_000, holds)).toEqual({ flap, tell: null });
  });
});

describe('an element that flaps', () => {
  const trust = session('192.168.1.2', 65100, '11.11.11.11');
  const untrust = session('192.168.1.6', 65101, '11.11.11.11');
  const voice = new RouterVoice().open().peerUp(trust).peerUp(untrust);
  voice.announce(trust, '11.11.11.1/32', ['13979:100']).announce(untrust, '11.11.11.2/32', ['13979:200']);
  const told = new ToldKnowledge().tell(voice.endOfRib(trust).endOfRib(untrust).quiet(2).records());
  const flap = () => {
    voice.withdraw(trust, '11.11.11.1/32').quiet(5).announce(trust, '11.11.11.1/32', ['13979:100']).quiet(5);
    return told.tell(voice.records());
  };
  const news = () =>
    told
      .news()
      .filter(({ type }) => type.startsWith('element.'))
      .map(({ type, data }) => `${type} ${data.from} -> ${data.to}${data.rested ? ' rested' : ''}`);
  const changed = 'element.state-changed';

  it('is told of as such once, and again when it has come to rest', () => {
    news();
    flap();
    expect(news()).toEqual([`${changed} complete -> half-open`, `${changed} half-open -> complete`]);
    flap();
    expect(news()).toEqual([`${changed} complete -> half-open`, 'element.flapping half-open -> complete']);
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'complete', flap: { flapping: true } });
    flap();
    flap();
    expect(news()).toEqual([]);
    told.tell(voice.withdraw(trust, '11.11.11.1/32').records());
    for (let minutes = 0; minutes < 9; minutes += 1) told.tell(voice.quiet(60).records());
    expect(news()).toEqual([]);
    told.tell(voice.quiet(60).records());
    expect(news()).toEqual([`${changed} complete -> half-open rested`]);
    expect(told.element('11.11.11.11')).toMatchObject({ state: 'half-open', flap: { flapping: false } });
  });
});
