import { expect, test } from 'vitest';
import { EventWatch } from '../../event-watch.ts';
import { eventually, report } from '../../eventually.ts';
import { announce, withdraw } from '../actions.ts';
import { becomes, complete, elementOf, idAcross, idAt } from '../becomes.ts';
import type { ChainsLab } from '../fixture.ts';
import { acrossPes } from '../rules.ts';
import { dual, ny1, ny2, sessionOf } from '../topology.ts';
import { withoutReconnect } from './rules.ts';

const whole = idAcross('ny', dual);
const parts = [idAt(ny1, dual), idAt(ny2, dual)];

/** An element with its trust side at one PE and its untrust side at another of the same location. */
export function twoHomes(lab: ChainsLab): void {
  test('pairing across the PEs of a location: two half-open elements -> one, complete', async () => {
    await withoutReconnect(lab, 'pairing with scope location', acrossPes, async () => {
      const { routers, services, ...element } = await elementOf(lab.api, whole);
      expect(element).toMatchObject(complete);
      expect(routers).toEqual([ny1.name, ny2.name]);
      expect(services).toEqual({
        trust: [sessionOf(dual, 'trust').prefix],
        untrust: [sessionOf(dual, 'untrust').prefix],
      });
      const standing = (await lab.api.elements()).filter(({ state }) => state !== 'lost').map(({ id }) => id);
      expect(standing).not.toEqual(expect.arrayContaining([expect.stringMatching(parts.join('|'))]));
    });
  });

  test.for([
    { role: 'trust', at: ny1 },
    { role: 'untrust', at: ny2 },
  ] as const)(
    '$role withdrawn at its PE -> half-open as a whole, and of the parts only where one is',
    async ({ role, at }) => {
      const watch = await EventWatch.start(lab.api);
      await withdraw(dual, sessionOf(dual, role));
      const state = { state: 'half-open', missing: [role], reason: `${role} at ${at.name}: withdrawn` } as const;
      report(`${role} withdrawn at ${at.name} -> half-open`, await becomes(lab.api, whole, state));
      await announce(dual, sessionOf(dual, role));
      report(`announced again -> complete`, await becomes(lab.api, whole, complete));
      await eventually(10, async () => {
        const changes = await watch.changesOf(whole, 'element.state-changed');
        expect(changes).toEqual(['complete -> half-open', 'half-open -> complete']);
      });
      const others = (await watch.events('element')).filter(({ subject }) => subject !== whole);
      expect(others, 'no router alone says that an element is half-open').toEqual([]);
      const told = new Set((await watch.events('attachment')).map(({ subject }) => subject));
      expect([...told]).toEqual([idAtHome(at)]);
    },
  );
}

const idAtHome = (pe: typeof ny1): string => `${pe.name}~fqdn~${dual.hostName}`;
