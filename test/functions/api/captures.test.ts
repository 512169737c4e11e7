import { createHash, createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '#functions/api/app.ts';
import { S3Links } from '#functions/api/control/s3-links.ts';
import type { CaptureState, RequestState } from '#model/control.ts';
import { kinds } from '#model/keys.ts';
import { readOne } from '#rib/store/documents.ts';
import { Station, start } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = new Station();
  await station.addRouter('nj01emd');
});

const captures = '/v1/routers/nj01emd/captures';
const id = '2026-01-01T00-00-00-000Z';

const send = (method: string, path: string, body?: object): Promise<Response> =>
  Promise.resolve(
    station.app.request(path, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }),
  );

const requestNow = (): Promise<RequestState | undefined> =>
  readOne(station.store, 'request', kinds.request.key('nj01emd'));

const putState = (change: Partial<CaptureState>): Promise<void> =>
  station.put(kinds.capture.key('nj01emd', id), {
    ...{ routerId: 'nj01emd', captureId: id, collectorId: 'a', session: 1, state: 'capturing', endReason: null },
    ...{ startedAt: start, updatedAt: start, messages: 0, bytes: 0, droppedMessages: 0, droppedBytes: 0 },
    ...{ failure: null, files: [], ...change },
  });

const row = async (): Promise<Record<string, unknown>> => (await station.json(`${captures}/${id}`)).data;

describe('a capture', () => {
  it('is asked for, with what is usual, and is there before a collector has seen it', async () => {
    const response = await send('POST', captures, {});
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ data: { id, router: 'nj01emd', state: 'requested', files: [] } });
    expect(await requestNow()).toMatchObject({
      version: 1,
      capture: { fileBytes: 16_777_216, files: 4, until: start + 600_000, fromSession: 0 },
      resync: null,
    });
    expect((await station.json('/v1/captures?state=requested')).data).toHaveLength(1);
    expect((await station.json('/v1/captures?state=ended')).data).toEqual([]);
  });

  it('with a resync begins with the next session, and the one that there is gets closed', async () => {
    await send('POST', captures, { resync: true, minutes: 1440 });
    expect(await requestNow()).toMatchObject({ capture: { fromSession: 2 }, resync: { session: 1 } });
  });

  it('is one a router at a time, until it has been stopped or its time is over', async () => {
    await send('POST', captures, {});
    expect((await send('POST', captures, {})).status).toBe(409);
    station.clock.time += 1000;
    expect((await send('DELETE', `${captures}/${id}`)).status).toBe(200);
    expect(await requestNow()).toMatchObject({ capture: { stoppedAt: start + 1000 } });
    expect((await send('POST', captures, { minutes: 1 })).status).toBe(201);
    expect((await send('DELETE', `${captures}/${id}`)).status).toBe(404);
    station.clock.time += 61_000;
    expect((await send('POST', captures, {})).status).toBe(201);
  });

  it.each([
    [{ fileBytes: 1000 }, 422],
    [{ files: 17 }, 422],
    [{ minutes: 1441 }, 422],
    [{ size: 1 }, 422],
  ])('%j is answered with %i', async (body, status) => {
    expect((await send('POST', captures, body)).status).toBe(status);
    expect(await requestNow()).toBeUndefined();
  });

  it('of a router that never came, and of a station that has nowhere to put it, there is none', async () => {
    expect((await send('POST', '/v1/routers/nowhere/captures', {})).status).toBe(404);
    expect((await send('GET', '/v1/routers/nowhere/captures')).status).toBe(404);
    const bare = createApi({ store: station.store, access: 'everyone', clock: station.clock });
    const headers = { 'content-type': 'application/json' };
    expect((await bare.request(captures, { method: 'POST', headers, body: '{}' })).status).toBe(409);
  });

  it('shows where it stands, also when the collector is gone', async () => {
    await send('POST', captures, {});
    await putState({ state: 'waiting' });
    expect(await row()).toMatchObject({ state: 'waiting' });
    await putState({});
    expect(await row()).toMatchObject({ state: 'capturing', collector: 'a' });
    await send('DELETE', `${captures}/${id}`);
    expect(await row()).toMatchObject({ state: 'stopping' });
    station.clock.time += 31_000;
    expect(await row()).toMatchObject({ state: 'ended', endReason: 'stopped by an operator' });
    await putState({ state: 'ended', endReason: 'its time was over' });
    expect(await row()).toMatchObject({ state: 'ended', endReason: 'its time was over' });
  });

  it('that no router came for ends all the same', async () => {
    await send('POST', captures, { minutes: 1 });
    station.clock.time += 61_000;
    expect(await row()).toMatchObject({ state: 'ended', endReason: 'the router did not come' });
  });

  it('has files, each with an address', async () => {
    await send('POST', captures, {});
    const of = { session: 1, bytes: 10, preambleBytes: 4, missingPeerUps: 0, follows: true, messages: 1 };
    await putState({ files: [{ ...of, number: 7, name: 'nj01emd/c/0002.bmp', firstAt: start, lastAt: start }] });
    expect((await station.json(`${captures}/${id}/files/7`)).data).toEqual({
      ...of,
      number: 7,
      firstAt: '2026-01-01T00:00:00.000Z',
      lastAt: '2026-01-01T00:00:00.000Z',
      url: 'https://captures.example/nj01emd/c/0002.bmp',
      expiresAt: '2026-01-01T00:05:00.000Z',
    });
    expect((await send('GET', `${captures}/${id}/files/6`)).status).toBe(404);
  });
});

describe('a resync', () => {
  const path = '/v1/routers/nj01emd/resync';

  it('is for the session that there is', async () => {
    const response = await send('POST', path, {});
    expect(await response.json()).toMatchObject({
      data: { router: 'nj01emd', session: 1, requestedAt: '2026-01-01T00:00:00.000Z' },
    });
    expect(await requestNow()).toMatchObject({ capture: null, resync: { session: 1, requestedAt: start } });
    expect((await send('POST', path, { session: 2 })).status).toBe(409);
    expect((await send('POST', '/v1/routers/nowhere/resync', {})).status).toBe(404);
    expect((await send('POST', path)).status).toBe(415);
  });

  it('leaves a capture as it is, and of a router that is away there is none', async () => {
    await send('POST', captures, {});
    await send('POST', path, {});
    expect(await requestNow()).toMatchObject({ version: 2, capture: { id }, resync: { session: 1 } });
    const claim = await readOne(station.store, 'claim', kinds.claim.key('nj01emd'));
    await station.put(kinds.claim.key('nj01emd'), { ...claim, open: false });
    expect((await send('POST', path, {})).status).toBe(409);
  });
});

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** AWS Signature Version 4 of a query, by its description. */
function signatureOf({ hostname, pathname, search }: URL, secret: string): string {
  const query = search
    .slice(1)
    .split('&')
    .filter((pair) => !pair.startsWith('X-Amz-Signature='))
    .sort()
    .join('&');
  const request = ['GET', pathname, query, `host:${hostname}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const scope = ['20260101', 'us-east-1', 's3', 'aws4_request'];
  const digest = createHash('sha256').update(request).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', '20260101T000000Z', scope.join('/'), digest].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

it('an address of S3 has bucket, name, five minutes and a signature in it', async () => {
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'a/b+c=' };
  const links = new S3Links({ bucket: 'examplebucket', prefix: 'captures/', region: 'us-east-1', credentials });
  const { url: text, expiresAt } = await links.linkTo('pe_2e1/c1/0000.bmp', start);
  expect(expiresAt).toBe(start + 300_000);
  const url = new URL(text);
  expect(url.origin + url.pathname).toBe(
    'https://examplebucket.s3.us-east-1.amazonaws.com/captures/pe_2e1/c1/0000.bmp',
  );
  expect(Object.fromEntries(url.searchParams)).toEqual({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD',
    'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20260101T000000Z',
    'X-Amz-Expires': '300',
    'X-Amz-Security-Token': 'a/b+c=',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': signatureOf(url, credentials.secretAccessKey),
  });
});
