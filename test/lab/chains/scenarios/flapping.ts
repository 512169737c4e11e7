import { expect, test } from 'vitest';
import { EventWatch } from '../../event-watch.ts';
import { eventually, report } from '../../eventually.ts';
import { announce, withdraw } from '../actions.ts';
import { becomes, complete, elementOf, idAcross } from '../becomes.ts';
import type { ChainsLab } from '../fixture.ts';
import { impatient, patient } from '../rules.ts';
import { fw5, sessionOf } from '../topology.ts';
import { withoutReconnect } from './rules.ts';

/** Four changes within it are flapping, and so long it has to rest. */
const flapSeconds = 20;

export function flapping(lab: ChainsLab): void {
  test('an element that comes and goes -> flapping: told once, no target, and told again when it rests', async () => {
    // One that was at rest until now.
    const subject = idAcross('ny', fw5);
    const untrust = sessionOf(fw5, 'untrust');
    await withoutReconnect(lab, 'less patience', impatient(flapSeconds), async () => undefined);
    const watch = await EventWatch.start(lab.api);
    for (const _ of [1, 2, 3]) {
      await withdraw(fw5, untrust);
      await becomes(lab.api, subject, { state: 'half-open' });
      await announce(fw5, untrust);
      await becomes(lab.api, subject, complete);
    }
    expect(await elementOf(lab.api, subject)).toMatchObject({ state: 'complete', flapping: true });
    const isTarget = async (): Promise<boolean> =>
      (await lab.api.redirectTargets({ location: 'ny' })).some(({ elementId }) => elementId === subject);
    expect(await isTarget()).toBe(false);
    const resting = await eventually(60, async () => expect(await isTarget()).toBe(true));
    report(`at rest for ${flapSeconds} s -> a target again`, resting);
    await eventually(10, async () => {
      const told = (await watch.events('element')).filter((event) => event.subject === subject);
      expect(
        told.map(({ type, data }) => `${type} ${data.from} -> ${data.to}${data.rested ? ', rested' : ''}`),
      ).toEqual([
        'element.state-changed complete -> half-open',
        'element.state-changed half-open -> complete',
        'element.state-changed complete -> half-open',
        'element.flapping half-open -> complete',
        'element.state-changed complete -> complete, rested',
      ]);
    });
    await withoutReconnect(lab, 'more patience', patient, async () => undefined);
  });
}
