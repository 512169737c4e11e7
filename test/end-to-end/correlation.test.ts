import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../lab/eventually.ts';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
}, 40_000);
afterAll(async () => scene?.close());

const chainsAfter = async (cursor: string | null): Promise<string[]> => {
  const { events } = await scene.api.events(cursor);
  return events.filter(({ type }) => type === 'chain.state-changed').map(({ data }) => `${data.from} -> ${data.to}`);
};

test('each element is a chain that comes to be complete, and follows it when it loses a side', async () => {
  await eventually(15, async () => {
    const changes = await chainsAfter(null);
    expect(changes.filter((change) => change.endsWith('-> complete'))).toHaveLength(6);
  });
  const cursor = await scene.api.now();
  scene.lab.router('md04emd').withdraw('sc4', 'trust');
  await eventually(15, async () => expect(await chainsAfter(cursor)).toEqual(['complete -> half-open']));
});
