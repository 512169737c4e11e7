import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { authorizationOf } from '#cli/authorization.ts';
import { fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
const list = ['router', 'list'];

const folder = mkdtempSync(join(tmpdir(), 'bmpaas-'));

afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A station that keeps what requests were authorised by, and refuses them when it is told to. */
async function keepingStation(status = 200) {
  const authorizations: unknown[] = [];
  const station = await fakeStation((_url, { headers }) => {
    authorizations.push(headers.authorization);
    return status === 200 ? { body: { data: [] } } : { status, body: { message: 'Forbidden' } };
  });
  return Object.assign(station, { authorizations });
}

describe('a token', () => {
  test.each([
    ['--token', ['--token', token], {}],
    ['BMPAAS_TOKEN', [], { BMPAAS_TOKEN: token }],
  ])('of %s is sent with each request', async (_, argv, env) => {
    await using station = await keepingStation();
    const said = await runRecorded([...list, ...argv], { env: { ...env, BMPAAS_URL: station.url } });
    expect(said).toMatchObject({ exitCode: 0, stderr: '' });
    expect(station.authorizations).toEqual([`Bearer ${token}`]);
  });

  test('that is refused ends with 4 and a sentence that says it was a token, and whose, and not which', async () => {
    await using station = await keepingStation(403);
    const { exitCode, stdout, stderr } = await runRecorded([...list, '--url', station.url], {
      env: { BMPAAS_TOKEN: token },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toBe(
      'Forbidden (403): the request carried the token of BMPAAS_TOKEN; a station takes tokens at its ApiTokenUrl\n',
    );
  });

  test.each(['http://station.example', 'http://10.0.0.1:8080', 'http://localhost.example', 'http://127.0.0.1.example'])(
    'is not sent to %s',
    async (url) => {
      const { exitCode, stderr } = await runRecorded([...list, '--url', url, '--token', token]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`a token is sent by https, or to this machine, and not to ${url}`);
      expect(stderr).not.toContain(token);
    },
  );

  test.each(['with space', 'line\nend', '', 'ümlaut'])('%j is none, and is not shown', async (wrong) => {
    const { exitCode, stderr } = await runRecorded([...list, '--token', wrong]);
    expect(exitCode).toBe(2);
    expect(stderr.split('\n')[0]).toBe('--token is not a bearer token');
  });

  test('does not follow where the station leads', async () => {
    await using elsewhere = await keepingStation();
    await using station = await fakeStation(() => ({ status: 302, headers: { location: elsewhere.url }, text: '' }));
    const { exitCode, stderr } = await runRecorded([...list, '--url', station.url, '--token', token]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^no answer from .*redirect/);
    expect(elsewhere.authorizations).toEqual([]);
  });
});

describe('which way', () => {
  const station = new URL('https://bmp.example.net');
  const env = { AWS_REGION: 'eu-west-1' };
  const triedFor = async (base: URL, given: { profile?: string; token?: string }, more: Record<string, string> = {}) =>
    (await authorizationOf(base, { profile: undefined, token: undefined, ...given, env: { ...env, ...more } })).tried;

  test('--profile signs, whatever the environment says of tokens', async () => {
    expect(await triedFor(station, { profile: 'ops' }, { BMPAAS_TOKEN: token })).toBe(
      'was signed (SigV4) as the AWS profile ops',
    );
  });

  test('https elsewhere is signed without being told', async () => {
    expect(await triedFor(station, {})).toBe('was signed (SigV4) with the AWS credentials of the environment');
    expect(await triedFor(new URL('https://x.execute-api.us-east-1.amazonaws.com'), {})).toMatch(/^was signed/);
  });

  test('this machine is asked without', async () => {
    for (const url of ['http://127.0.0.1:8080', 'http://[::1]:8080', 'https://localhost:8443', 'http://station']) {
      expect(await triedFor(new URL(url), {})).toMatch(/^had neither signature nor token/);
    }
  });

  test('both at once is a usage error', async () => {
    const { exitCode, stderr } = await runRecorded([...list, '--profile', 'ops', '--token', token]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--profile or --token, not both');
  });

  test('a signature that is refused is told as one', async () => {
    const file = join(folder, 'credentials');
    writeFileSync(file, '[ops]\naws_access_key_id = AKIDOPS\naws_secret_access_key = secret\n');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    await using refusing = await keepingStation(403);
    const { exitCode, stderr } = await runRecorded([...list, '--url', refusing.url, '--profile', 'ops'], { env });
    expect(exitCode).toBe(4);
    expect(stderr).toBe('Forbidden (403): the request was signed (SigV4) as the AWS profile ops\n');
  });
});
