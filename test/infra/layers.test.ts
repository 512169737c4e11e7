import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';

const root = join(import.meta.dirname, '../..');

/** One offence a file, so that each rule is seen to fail by itself. */
const forbidden: Record<string, readonly string[]> = {
  protocol: [
    'zod',
    'node:fs',
    '@aws-sdk/client-kinesis',
    '#model/token.ts',
    '#rib/store/store.ts',
    '../model/token.ts',
  ],
  model: ['node:fs', 'hono', '#rib/store/store.ts', '#collector/server.ts', '#functions/api/app.ts', '../rib/store.ts'],
  rib: [
    'node:fs',
    'zod',
    '@aws-sdk/lib-dynamodb',
    '#collector/server.ts',
    '#functions/api/app.ts',
    '../model/token.ts',
  ],
  collector: ['#functions/api/app.ts', '#infra/stack.ts', '#local/main.ts', '#cli/main.ts', '../functions/api/app.ts'],
  'functions/api': ['#collector/config.ts', '#infra/stack.ts', '#local/main.ts', '#cli/main.ts', '../../rib/store.ts'],
  cli: [
    '#protocol/bgp/update.ts',
    '#rib/store/store.ts',
    '#collector/config.ts',
    '#functions/api/app.ts',
    '#local/main.ts',
  ],
  local: ['#cli/main.ts', '#infra/stack.ts', '#test/reporter/closing-line.ts', '../collector/server.ts'],
  infra: [
    '#collector/server.ts',
    '#functions/api/app.ts',
    '#model/token.ts',
    '#rib/store/store.ts',
    '../collector/config.ts',
  ],
};

const allowed: Record<string, readonly string[]> = {
  protocol: ['./sibling.ts', '#protocol/errors.ts'],
  model: ['./sibling.ts', 'zod', 'pbf', 'fast-deep-equal', 'fastest-levenshtein', '#protocol/errors.ts'],
  rib: ['./sibling.ts', 'node:zlib', '#model/token.ts', '#protocol/errors.ts'],
  collector: ['node:net', 'pino', '#protocol/errors.ts', '#model/token.ts', '#rib/store/store.ts'],
  'functions/api': ['hono', '#model/token.ts', '#rib/store/store.ts', '#protocol/errors.ts'],
  cli: ['cli-table3', 'node:util', '#model/api.ts', '#protocol/bmp/framer.ts'],
  local: ['kinesalite', '#collector/server.ts', '#functions/api/app.ts', '#rib/store/store.ts', '#model/token.ts'],
  infra: ['aws-cdk-lib', './stack.ts'],
};

const reportSchema = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

const importOf = (source: string) => `import { thing } from '${source}';\n\nexport const used = thing;\n`;

const other: Record<string, string> = {
  'infra/value-of-config.ts': importOf('#collector/config.ts'),
  'infra/type-of-config.ts': `import type { Thing } from '#functions/api/config.ts';\n\nexport type Used = Thing;\n`,
  'model/cycle-a.ts': `import { b } from './cycle-b.ts';\n\nexport const a = () => b();\n`,
  'model/cycle-b.ts': `import { a } from './cycle-a.ts';\n\nexport const b = (): unknown => a();\n`,
  'collector/floating.ts': `const work = async (): Promise<void> => {};\n\nexport function start(): void {\n  work();\n}\n`,
};

const planted = (table: typeof forbidden, kind: string) =>
  Object.entries(table).flatMap(([room, sources]) =>
    sources.map((source, index) => ({ path: `${room}/${kind}-${index}.ts`, room, source })),
  );
const offences = planted(forbidden, 'forbidden');
const permissions = planted(allowed, 'allowed');

let tree: string;
let categoriesOf: (path: string) => string[];

async function plant(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), content);
}

/** Biome exits with 1 when it has something to report, which is what we are here for. */
const runBiome = (): Promise<string> =>
  new Promise((resolve) => {
    const biome = join(root, 'node_modules/.bin/biome');
    const options = { cwd: tree, maxBuffer: 1 << 26 };
    execFile(biome, ['lint', '--reporter=json', '--max-diagnostics=none', '.'], options, (_error, stdout) =>
      resolve(stdout),
    );
  });

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'layers-'));
  for (const file of ['biome.json', 'package.json', '.gitignore', 'infra/config-types-only.grit']) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await cp(join(root, file), join(tree, file));
  }
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
  for (const { path, source } of [...offences, ...permissions]) await plant(path, importOf(source));
  for (const [path, content] of Object.entries(other)) await plant(path, content);
  const { diagnostics } = reportSchema.parse(JSON.parse(await runBiome()));
  categoriesOf = (path) => diagnostics.filter(({ location }) => location.path === path).map(({ category }) => category);
});

afterAll(() => rm(tree, { recursive: true, force: true }));

const restricted = 'lint/style/noRestrictedImports';

describe('import directions', () => {
  test.each(offences)('$room must not import $source', ({ path }) => {
    expect(categoriesOf(path)).toContain(restricted);
  });

  test.each(permissions)('$room may import $source', ({ path }) => {
    expect(categoriesOf(path)).not.toContain(restricted);
  });

  test('infra takes the type of a config and not its value', () => {
    expect(categoriesOf('infra/value-of-config.ts')).toContain('plugin');
    expect(categoriesOf('infra/type-of-config.ts')).toEqual([]);
  });
});

test('a cycle of imports is reported', () => {
  expect(categoriesOf('model/cycle-a.ts')).toContain('lint/suspicious/noImportCycles');
});

test('a promise that nobody waits for is reported', () => {
  expect(categoriesOf('collector/floating.ts')).toContain('lint/nursery/noFloatingPromises');
});
