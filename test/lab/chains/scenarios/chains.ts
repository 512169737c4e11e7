import { expect, test } from 'vitest';
import { EventWatch } from '../../event-watch.ts';
import { eventually, report } from '../../eventually.ts';
import { announce, setOn, withdraw } from '../actions.ts';
import { becomes, complete, idAcross, idOfPair } from '../becomes.ts';
import type { ChainsLab } from '../fixture.ts';
import { chain, chained, group } from '../rules.ts';
import { dual, fw1, fw3, fw5, sessionOf } from '../topology.ts';
import { withoutReconnect } from './rules.ts';

/** A group of what is at ny, and a chain of two elements and the group. */
export function chains(lab: ChainsLab): void {
  const chainIs = (state: string, hops: string[]): Promise<number> =>
    eventually(30, async () => {
      const found = (await lab.api.chains()).find(({ name }) => name === chain);
      expect({ state: found?.state, hops: found?.hops.map((hop) => hop.state) }).toEqual({ state, hops });
    });
  const groupIs = (state: string, completeMembers: number): Promise<number> =>
    eventually(30, async () => {
      const found = (await lab.api.groups()).find(({ name }) => name === group);
      expect({ state: found?.state, complete: found?.complete }).toEqual({ state, complete: completeMembers });
    });
  const members = [...[fw1, dual, fw3, fw5].map((firewall) => idAcross('ny', firewall)), idOfPair];

  test('configured by rules: the group has all of ny, the chain is complete, and who is in neither is a chain by itself', async () => {
    await withoutReconnect(lab, 'group and chain', chained, async () => {
      const [found] = await lab.api.groups();
      expect(found?.members.map(({ element }) => element).sort()).toEqual([...members].sort());
      const { hops } = (await lab.api.chains()).find(({ name }) => name === chain) ?? expect.fail();
      expect(hops.map(({ element, group: hopGroup }) => element ?? hopGroup)).toEqual([members[0], members[2], group]);
    });
    await chainIs('complete', ['complete', 'complete', 'complete']);
    // The API derives what it shows; events are told by who follows the feed, and takes up other rules some seconds later.
    await eventually(30, async () => {
      const followed = [...(await lab.api.chains()), ...(await lab.api.groups())].filter(({ name }) =>
        [chain, group].includes(name),
      );
      expect(followed.map(({ since }) => since)).toEqual([expect.any(String), expect.any(String)]);
    });
    const others = (await lab.api.chains()).filter(({ origin }) => origin === 'element');
    expect(others.filter(({ location }) => location === 'dc').map(({ state }) => state)).toEqual(['complete']);
  });

  test('one hop half-open -> the chain too, the group not: it has enough others', async () => {
    const watch = await EventWatch.start(lab.api);
    const { id } = (await lab.api.chains()).find(({ name }) => name === chain) ?? expect.fail();
    await withdraw(fw3, sessionOf(fw3, 'untrust'));
    report(
      'second hop withdrawn -> chain half-open',
      await chainIs('half-open', ['complete', 'half-open', 'complete']),
    );
    await groupIs('complete', members.length - 1);
    await announce(fw3, sessionOf(fw3, 'untrust'));
    report('announced again -> chain complete', await chainIs('complete', ['complete', 'complete', 'complete']));
    await eventually(10, async () => {
      const changes = await watch.changesOf(id, 'chain.state-changed');
      expect(changes).toEqual(['complete -> half-open', 'half-open -> complete']);
    });
    expect(await watch.events('group')).toEqual([]);
  });

  test('of two bad hops the worse one counts', async () => {
    const trust = sessionOf(fw1, 'trust');
    await setOn(fw1, trust, `community ${trust.community} graceful-shutdown`);
    report('first hop drains -> chain draining', await chainIs('draining', ['draining', 'complete', 'complete']));
    await withdraw(fw3, sessionOf(fw3, 'untrust'));
    await chainIs('half-open', ['draining', 'half-open', 'complete']);
    await announce(fw3, sessionOf(fw3, 'untrust'));
    await setOn(fw1, trust, `community ${trust.community}`);
    report('both back -> chain complete', await chainIs('complete', ['complete', 'complete', 'complete']));
    await becomes(lab.api, idAcross('ny', fw1), complete);
  });
}
