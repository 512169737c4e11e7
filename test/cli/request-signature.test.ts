import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { requestSigner, signerOf } from '#cli/request-signature.ts';
import { fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

// Key, date, region and service of the published AWS Signature Version 4 test suite.
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const date = new Date('2015-08-30T12:36:00Z');
const sign = requestSigner(credentials, 'us-east-1', 'service');
const scope = 'AKIDEXAMPLE/20150830/us-east-1/service/aws4_request';

const suite = [
  ['get-vanilla', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    '/?Param2=value2&Param1=value1',
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-empty-query-key',
    '/?Param1=value1',
    'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  ],
] as const;

test.each(suite)('%s of the AWS test suite', async (_name, path, signature) => {
  const signed = await sign({ method: 'GET', url: new URL(`https://example.amazonaws.com${path}`), headers: {} }, date);
  expect(signed.authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  );
  expect(signed['x-amz-date']).toBe('20150830T123600Z');
});

test('the method and the body are signed: post-x-www-form-urlencoded of the AWS test suite', async () => {
  const request = {
    method: 'POST',
    url: new URL('https://example.amazonaws.com/'),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'Param1=value1',
  };
  const signatureOf = async (change: Partial<typeof request>) =>
    (await sign({ ...request, ...change }, date)).authorization?.split('Signature=')[1];
  expect(await signatureOf({})).toBe('ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a');
  expect(await signatureOf({ body: 'Param1=value2' })).not.toBe(await signatureOf({}));
  expect(await signatureOf({ method: 'PUT' })).not.toBe(await signatureOf({}));
});

test('a session token is signed and sent', async () => {
  const temporary = requestSigner({ ...credentials, sessionToken: 'TOKEN' }, 'us-east-1', 'service');
  const signed = await temporary({ method: 'GET', url: new URL('https://example.amazonaws.com/'), headers: {} }, date);
  expect(signed['x-amz-security-token']).toBe('TOKEN');
  expect(signed.authorization).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token');
});

test('an address that names no region, and none in the environment, is a usage error', () => {
  expect(() => signerOf(new URL('https://bmp.example.net'), 'ops', undefined)).toThrow(/AWS_REGION/);
});

const folder = mkdtempSync(join(tmpdir(), 'bmpaas-'));

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('--profile signs each request as that profile; a profile that does not exist ends with 4', async () => {
  const file = join(folder, 'credentials');
  writeFileSync(file, '[ops]\naws_access_key_id = AKIDOPS\naws_secret_access_key = secret\n');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const authorizations: unknown[] = [];
  await using station = await fakeStation((_url, { headers }) => {
    authorizations.push(headers.authorization);
    return { body: { data: [] } };
  });
  const list = ['router', 'list', '--url', station.url, '--profile'];
  expect(await runRecorded([...list, 'ops'], { env: { AWS_REGION: 'eu-west-1' } })).toMatchObject({ exitCode: 0 });
  expect(authorizations).toEqual([
    expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDOPS\/\d{8}\/eu-west-1\/execute-api\/aws4_request, /),
  ]);
  const missing = await runRecorded([...list, 'nobody'], { env: { AWS_REGION: 'eu-west-1' } });
  expect(missing).toMatchObject({ exitCode: 4, stdout: '' });
  expect(missing.stderr).toMatch(/^no AWS credentials: /);
});
