import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, buildBundle, bundles } from '#infra/bundles.ts';

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

let directory: string;

/** Runs in an empty directory, where nothing but Node's own modules can be found. */
const node = (args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(process.execPath, [...args], { cwd: directory, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bundles-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

const environment = {
  TABLE_NAME: 'table',
  STREAM_NAME: 'stream',
  BUS_NAME: 'bus',
  RETENTION_HOURS: '24',
  LANES: '1',
  STATION_HOST: 'station.example.net',
  STATION_PORT: '11019',
  AWS_REGION: 'us-east-1',
};

describe.each(Object.entries<Bundle>(bundles))('bundle %s', (name, bundle) => {
  let bytes: number;

  beforeAll(() => {
    bytes = buildBundle(bundle, join(directory, name));
  });

  test('is within its budget', () => {
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThanOrEqual(bundle.budgetBytes);
  });

  test('is one file, its map and what goes with it', async () => {
    const alongside = bundle.alongside.map((file) => file.split('/').at(-1));
    const expected = [...alongside, bundle.outputFile, `${bundle.outputFile}.map`];
    expect((await readdir(join(directory, name))).sort()).toEqual(expected.sort());
  });
});

test.each(['ingest', 'compact', 'sweep', 'correlate', 'publish', 'api', 'speaker', 'checker'])(
  '%s loads by itself and exports a handler',
  async (name) => {
    const script = `console.log(typeof (await import('./${name}/index.mjs')).handler)`;
    const { stdout, stderr } = await node(['--input-type=module', '-e', script], environment);
    expect(stderr).toBe('');
    expect(stdout).toBe('function\n');
  },
);

test('api has its OpenAPI document at hand', async () => {
  const authorizer = { iam: { userArn: 'arn:aws:iam::111122223333:user/operator' } };
  const event = {
    version: '2.0',
    rawPath: '/v1/openapi.json',
    rawQueryString: '',
    headers: { host: 'api.example.net' },
    requestContext: { http: { method: 'GET', path: '/v1/openapi.json' }, domainName: 'api.example.net', authorizer },
  };
  const script = `const { handler } = await import('./api/index.mjs');
    const { statusCode, body } = await handler(${JSON.stringify(event)}, {});
    console.log(JSON.stringify([statusCode, JSON.parse(body).openapi]));`;
  const { stdout } = await node(['--input-type=module', '-e', script], environment);
  expect(stdout.trim().split('\n').at(-1)).toBe('[200,"3.1.0"]');
});

test('the collector starts by itself, and says which variable is missing', async () => {
  const { code, stdout, stderr } = await node(['collector/collector.mjs'], { TABLE_NAME: 'table' });
  expect(code).not.toBe(0);
  expect(stdout + stderr).toContain('STREAM_NAME');
});
