import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closingLine } from './closing-line.ts';

const root = join(import.meta.dirname, '../..');

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'closing-line-'));
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  await writeFile(
    join(directory, 'vitest.config.ts'),
    `import { ClosingLineReporter } from '${join(import.meta.dirname, 'closing-line.ts')}';
     export default { test: { reporters: [new ClosingLineReporter()] } };`,
  );
});

afterEach(() => rm(directory, { recursive: true, force: true }));

/** Exit code and last line of a run over the given test files. */
async function runOf(files: Record<string, string>): Promise<{ code: number; lastLine: string | undefined }> {
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, name), `import { beforeAll, test } from 'vitest';\n${content}`);
  }
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  return new Promise((resolve) => {
    execFile(process.execPath, [vitest, 'run'], { cwd: directory }, (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), lastLine: stdout.trimEnd().split('\n').at(-1) }),
    );
  });
}

test('the closing line names what passed and what failed', () => {
  expect(closingLine({ passed: 12, failed: 1, skipped: 0 })).toBe('12 passed, 1 failed');
});

test('skipped tests are never silent', () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped');
});

test('it is the last line of a run, and a file that does not load is a failure', async () => {
  const files = {
    'mixed.test.ts': `test('a', () => {}); test('b', () => { throw new Error('no'); }); test.skip('c', () => {});`,
    'broken.test.ts': `throw new Error('does not load');`,
  };
  expect(await runOf(files)).toEqual({ code: 1, lastLine: '1 passed, 2 failed, 1 skipped' });
});

test('a run without any test is a failure', async () => {
  expect(await runOf({})).toEqual({ code: 1, lastLine: '0 passed, 1 failed' });
});

test('a rejection that nobody handles is a failure', async () => {
  const late = `test('a', async () => { Promise.reject(new Error('late')); await new Promise((r) => setTimeout(r, 50)); });`;
  expect(await runOf({ 'late.test.ts': late })).toEqual({ code: 1, lastLine: '1 passed, 1 failed' });
});

test('a suite whose preparation fails is a failure', async () => {
  const suite = `beforeAll(() => { throw new Error('no'); }); test('a', () => {});`;
  const { code, lastLine } = await runOf({ 'suite.test.ts': suite });
  expect(code).toBe(1);
  expect(lastLine).toMatch(/^0 passed, 1 failed/);
});
