import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environmentNames, loadEnvironment } from '#infra/environment.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'environment-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

async function written(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, text);
  return path;
}

describe('environments', () => {
  test.each(environmentNames())('%s of this repository is right', async (name) => {
    expect((await loadEnvironment(name)).name).toBe('Bmpaas');
  });

  test('demo needs nothing, admits private space only, and goes without a trace', async () => {
    expect(await loadEnvironment('demo')).toMatchObject({
      vpc: { kind: 'new' },
      exposure: { kind: 'private' },
      removal: 'destroy',
      protect: false,
    });
  });

  test('one that does not exist is told, with those that do', async () => {
    await expect(loadEnvironment('staging')).rejects.toThrow(
      /environment staging: there is no .*staging\.ts; here are demo, production/,
    );
  });

  test('a module elsewhere is taken by its path', async () => {
    const path = await written('ours.mjs', 'export default { name: "Ours", retention: { ribHours: 72 } };');
    expect(await loadEnvironment(path)).toMatchObject({ name: 'Ours', retention: { ribHours: 72 } });
  });

  test('and so is JSON', async () => {
    const path = await written('ours.json', '{"exposure": {"kind": "public", "sourceCidrs": ["203.0.113.0/24"]}}');
    expect((await loadEnvironment(path)).exposure).toEqual({
      kind: 'public',
      sourceCidrs: ['203.0.113.0/24'],
      allocationIds: null,
    });
  });

  test('a wrong one is told with its name and what is wrong', async () => {
    const path = await written('wrong.json', '{"retention": {"ribHours": 999}}');
    await expect(loadEnvironment(path)).rejects.toThrow(
      /wrong\.json: station configuration:\n.*168[\s\S]*retention\.ribHours/,
    );
  });
});
