import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
/** Two bundlings and a compilation, on a machine with other things to do. */
const patience = 300_000;

/** Somebody's app: TypeScript that is checked against the types of the package, in a directory that knows no source of ours. */
const app = `
import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bmpaas } from 'bmpaas/construct';

const stack = new Stack(new App(), 'Edge');
const station = new Bmpaas(stack, 'Bmp', {
  existingVpc: new Vpc(stack, 'Vpc'),
  encryptionKey: new Key(stack, 'Key'),
  name: 'Edge',
  retention: { ribHours: 48 },
});
station.service.network.vpc.vpcId satisfies string;
// @ts-expect-error: hours are a number
new Bmpaas(stack, 'Wrong', { retention: { ribHours: '48' } }).node.id satisfies string;
`;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'embedding-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', directory], {
    cwd: root,
    maxBuffer: 2 ** 24,
  });
  const [packed] = z
    .array(z.looseObject({ filename: z.string() }))
    .parse(JSON.parse(stdout.slice(stdout.indexOf('[\n'))));
  const modules = join(directory, 'node_modules');
  await mkdir(join(modules, 'bmpaas'), { recursive: true });
  await run('tar', [
    '-xzf',
    join(directory, packed?.filename ?? ''),
    '-C',
    join(modules, 'bmpaas'),
    '--strip-components=1',
  ]);
  for (const name of ['aws-cdk-lib', 'constructs', 'esbuild', 'zod', '@types']) {
    await symlink(join(root, 'node_modules', name), join(modules, name));
  }
  await writeFile(join(directory, 'package.json'), '{"type": "module"}');
  await writeFile(join(directory, 'app.ts'), app);
}, patience);

afterAll(() => rm(directory, { recursive: true, force: true }));

test(
  'somebody else’s app compiles with it',
  async () => {
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--skipLibCheck',
      '--types',
      'node',
    ];
    const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), [...options, 'app.ts'], { cwd: directory }).catch(
      (error: { stdout: string }) => ({ stdout: error.stdout }),
    );
    expect(stdout).toBe('');
  },
  patience,
);

test(
  'and gets a whole station, in its own VPC and with its own key',
  async () => {
    const script = app.replace(/^\/\/ @ts-expect-error[\s\S]*$/m, '').replace(/ satisfies string/g, '');
    const synth = `${script}\nprocess.stdout.write(JSON.stringify(stack.node.root.synth().getStackByName('Edge').template));`;
    await writeFile(join(directory, 'synth.mjs'), synth);
    const { stdout } = await run(process.execPath, ['synth.mjs'], { cwd: directory, maxBuffer: 2 ** 26 });
    const { Resources } = z
      .object({ Resources: z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.unknown() })) })
      .parse(JSON.parse(stdout));
    const count = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type).length;
    for (const type of [
      'DynamoDB::Table',
      'Kinesis::Stream',
      'ECS::Service',
      'EC2::VPC',
      'KMS::Key',
      'ApiGatewayV2::Api',
    ]) {
      expect([type, count(`AWS::${type}`)]).toEqual([type, 1]);
    }
  },
  patience,
);

test('the code that it deploys is in the package', async () => {
  const bundle = await readFile(join(directory, 'node_modules/bmpaas/dist/ingest/index.mjs'), 'utf8');
  expect(bundle.length).toBeGreaterThan(100_000);
});
