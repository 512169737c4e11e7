import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { FunctionProcess } from './function-process.ts';

const directory = mkdtempSync(join(tmpdir(), 'function-process-'));
let running: FunctionProcess | null = null;

afterEach(async () => {
  await running?.stop();
  rmSync(join(directory, 'index.mjs'), { force: true });
});

async function start(code: string, Timeout = 20): Promise<FunctionProcess> {
  writeFileSync(join(directory, 'index.mjs'), code);
  const deployed = {
    name: 'Echo-1',
    title: 'Echo',
    Code: { S3Bucket: 'bucket', S3Key: 'key' },
    Environment: { Variables: {} },
    Handler: 'index.handler',
    MemorySize: 256,
    Timeout,
    Role: 'role',
  };
  running = await FunctionProcess.start(deployed, directory, { GREETING: 'hello' });
  return running;
}

test('events are answered one after the other, with the variables and the context of the function', async () => {
  const echo = await start(`export const handler = async (event, context) => ({
    event, greeting: process.env.GREETING, name: context.functionName, left: context.getRemainingTimeInMillis() > 0 });`);
  const [first, second] = await Promise.all([echo.invoke({ n: 1 }), echo.invoke({ n: 2 })]);
  expect(first).toEqual({ event: { n: 1 }, greeting: 'hello', name: 'Echo-1', left: true });
  expect(second).toMatchObject({ event: { n: 2 } });
  expect(echo.invocations).toBe(2);
});

test('an error of the handler is told, and the next event is answered', async () => {
  const broken = await start(
    `export const handler = async ({ fail }) => { if (fail) throw new TypeError('no'); return 'yes'; };`,
  );
  await expect(broken.invoke({ fail: true })).rejects.toThrow('TypeError: no');
  expect(await broken.invoke({})).toBe('yes');
});

test('a module that does not load fails every event', async () => {
  const broken = await start(`throw new Error('not configured');`);
  await expect(broken.invoke({})).rejects.toThrow('not configured');
  await expect(broken.invoke({})).rejects.toThrow('not configured');
});

test('an event that takes longer than the function may is an error', async () => {
  const slow = await start('export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));', 1);
  await expect(slow.invoke({})).rejects.toThrow('timed out after 1 s');
});
