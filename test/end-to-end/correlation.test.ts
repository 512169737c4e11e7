import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../lab/eventually.ts';
import { openScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
}, 40_000);
afterAll(async () => scene?.close());

const idsOf = async (...numbers: number[]): Promise<string[]> => {
  const ids = await Promise.all(numbers.map(async (number) => (await scene.api.element(number))?.id ?? 'none'));
  return ids.sort();
};

const chainsByThemselves = async (): Promise<string[]> =>
  (await scene.api.chains({ origin: 'element' })).map(({ id }) => id).sort();

const chainsAfter = async (cursor: string | null): Promise<string[]> => {
  const { events } = await scene.api.events(cursor);
  return events
    .filter(({ type }) => type === 'chain.state-changed')
    .map(({ subject, data }) => `${subject} ${data.from} -> ${data.to}`);
};

test('each element is a chain by itself, until the rules have one through it or a group with it', async () => {
  expect(await chainsByThemselves()).toEqual(await idsOf(1, 2, 3, 4, 5, 6));
  const [first = ''] = await idsOf(1);
  const [second = ''] = await idsOf(2);
  await scene.api.changeRules((rules) => ({
    ...rules,
    groups: [{ name: 'one', members: { elements: [second] } }],
    chains: [
      { name: 'through-md', hops: [{ servicePrefix: '14.14.14.1/32' }] },
      { name: 'through-nj', hops: [{ element: first }] },
    ],
  }));
  await eventually(15, async () => expect(await chainsByThemselves()).toEqual(await idsOf(3, 5, 6)));
});

test('a chain comes to be complete, and follows its element when that loses a side', async () => {
  await eventually(15, async () =>
    expect((await chainsAfter(null)).sort()).toEqual(['through-md null -> complete', 'through-nj null -> complete']),
  );
  const cursor = await scene.api.now();
  scene.lab.router('md04emd').withdraw('sc4', 'untrust');
  await eventually(15, async () => expect(await chainsAfter(cursor)).toEqual(['through-md complete -> half-open']));
});
