import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comings, type HoldDown, judge } from '#model/hold-down.ts';

const holdDown: HoldDown = { flaps: 3, periodSeconds: 60, holdDownSeconds: 600 };
const never: Comings = { session: 0, openings: [], stationEnded: null, heldDownUntil: null };
const opening = (session: number, second: number) => ({ session, at: second * 1000 });
/** One a second, from session 1 on. */
const came = (sessions: number): Comings => ({
  ...never,
  session: sessions,
  openings: Array.from({ length: sessions }, (_, index) => opening(index + 1, index + 1)),
});

describe('a router that comes', () => {
  it('for the first time is let in', () => {
    expect(judge(never, holdDown, 0)).toEqual({ verdict: 'admit', openings: [opening(1, 0)] });
  });

  it('as often as it may is let in; once more, and it is held down', () => {
    expect(judge(came(2), holdDown, 3000)).toEqual({
      verdict: 'admit',
      openings: [opening(1, 1), opening(2, 2), opening(3, 3)],
    });
    expect(judge(came(3), holdDown, 4000)).toEqual({ verdict: 'held-down', until: 604_000, begins: true });
  });

  it('may come again as often once the period is over', () => {
    expect(judge(came(3), holdDown, 61_000)).toEqual({
      verdict: 'admit',
      openings: [opening(2, 2), opening(3, 3), opening(4, 61)],
    });
  });

  it('is turned away until the hold-down is over, and not held down anew for trying', () => {
    const held = { ...never, session: 3, heldDownUntil: 604_000 };
    expect(judge(held, holdDown, 603_999)).toEqual({ verdict: 'held-down', until: 604_000, begins: false });
    expect(judge(held, holdDown, 604_000)).toEqual({ verdict: 'admit', openings: [opening(4, 604)] });
  });

  it('is not to blame for the session that follows one which the station ended', () => {
    expect(judge({ ...came(3), stationEnded: 3 }, holdDown, 4000)).toEqual({
      verdict: 'admit',
      openings: [opening(1, 1), opening(2, 2), opening(3, 3)],
    });
    // Also where that became known only after it had opened.
    expect(judge({ ...came(3), stationEnded: 2 }, holdDown, 4000)).toEqual({
      verdict: 'admit',
      openings: [opening(1, 1), opening(2, 2), opening(4, 4)],
    });
  });
});

it('however often it comes, it opens no more than so many sessions in any period, and little is kept', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 80 });
  void fc.assert(
    fc.property(pauses, fc.integer({ min: 1, max: 5 }), (waits, flaps) => {
      const rule = { flaps, periodSeconds: 60, holdDownSeconds: 100 };
      const opened: number[] = [];
      let comings = never;
      let now = 0;
      for (const wait of waits) {
        now += wait;
        const judged = judge(comings, rule, now);
        if (judged.verdict === 'admit') {
          expect(judged.openings.length).toBeLessThanOrEqual(flaps);
          opened.push(now);
          comings = { ...never, session: opened.length, openings: judged.openings };
        } else if (judged.begins) comings = { ...comings, openings: [], heldDownUntil: judged.until };
      }
      for (const first of opened)
        expect(opened.filter((moment) => moment >= first && moment < first + 60_000).length).toBeLessThanOrEqual(flaps);
    }),
  );
});
