import { expect, test } from 'vitest';
import { eventually, report } from '../../eventually.ts';
import { announce, withdraw } from '../actions.ts';
import { becomes, complete, idAcross, idOfPair } from '../becomes.ts';
import { ControllerProcess } from '../controller-process.ts';
import type { ChainsLab } from '../fixture.ts';
import { bgpd } from '../lab.ts';
import { back, dual, type Firewall, front, fw1, fw3, fw5, type Role, sessionOf } from '../topology.ts';

/** So long the controller may still name an element after the API shows it as not complete. */
const patienceMilliseconds = 3_000;

/** An element with who announces its sides. */
interface Candidate extends Record<Role, Firewall> {
  id: string;
}

const candidates: Candidate[] = [
  ...[fw1, dual, fw3, fw5].map((each) => ({ id: idAcross('ny', each), trust: each, untrust: each })),
  { id: idOfPair, trust: front, untrust: back },
];

const candidateOf = (id: string | null | undefined): Candidate =>
  candidates.find((candidate) => candidate.id === id) ?? expect.fail(`no element of the lab: ${id}`);

const withdrawSide = (candidate: Candidate, role: Role) => withdraw(candidate[role], sessionOf(candidate[role], role));
const announceSide = (candidate: Candidate, role: Role) => announce(candidate[role], sessionOf(candidate[role], role));

/** docs/examples/controller.ts, while what it names dies: element after element, until none is left. */
export function controllerExample(lab: ChainsLab): void {
  test('a controller never keeps an element that is not complete, and moves to another', async ({ onTestFinished }) => {
    const controller = new ControllerProcess(lab.api, 'ny');
    onTestFinished(() => controller.stop());
    await eventually(10, async () => expect(controller.choice).toBeTruthy());

    const ways: { what: string; take: (candidate: Candidate) => Promise<unknown> }[] = [
      { what: 'trust withdrawn', take: (candidate) => withdrawSide(candidate, 'trust') },
      { what: 'untrust withdrawn', take: (candidate) => withdrawSide(candidate, 'untrust') },
      { what: 'killed', take: ({ trust }) => bgpd.kill(trust.name) },
    ];
    const taken: Candidate[] = [];
    for (const { what, take } of ways) {
      const before = candidateOf(controller.choice);
      taken.push(before);
      await take(before);
      const duration = await eventually(30, async () => {
        expect(taken).not.toContain(candidateOf(controller.choice));
      });
      report(`element ${what} -> controller names another`, duration);
    }

    const kept = controller.choice;
    const [first = expect.fail(), second = expect.fail()] = taken;
    await announceSide(first, 'trust');
    await announceSide(second, 'untrust');
    await Promise.all([first, second].map(({ id }) => becomes(lab.api, id, complete)));
    expect(controller.choice, 'elements that come back change no choice').toBe(kept);

    const rest = candidates.filter(
      ({ id }) => id !== controller.choice && !taken.slice(2).some((gone) => gone.id === id),
    );
    for (const candidate of [...rest, candidateOf(controller.choice)]) await withdrawSide(candidate, 'trust');
    const duration = await eventually(30, async () => expect(controller.choice).toBe(null));
    report('all elements withdrawn -> controller names none', duration);

    expect(controller.isRunning).toBe(true);
    expect(controller.samples).toBeGreaterThan(20);
    expect(controller.lapses.filter(({ milliseconds }) => milliseconds > patienceMilliseconds)).toEqual([]);
    const longest = Math.max(0, ...controller.lapses.map(({ milliseconds }) => milliseconds));
    report(`longest that it named one that was not complete, of ${controller.samples} looks`, longest);
  });
}
