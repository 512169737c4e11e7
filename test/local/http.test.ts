import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HttpService, serveHttp } from '#local/http.ts';

let service: HttpService;
beforeEach(async () => {
  service = await serveHttp(() => new Response('served'), { host: '127.0.0.1', port: 0 });
});
afterEach(() => service.close());

const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request(service.url, { headers: { host } }, (response) => resolve(response.resume().statusCode));
    sent.on('error', reject).end();
  });

test.each(['127.0.0.1', 'localhost:8080', '[::1]:8080'])('answers to %s', async (host) => {
  expect(await statusFor(host)).toBe(200);
});

test.each(['rebound.example', '127.0.0.1.example:8080', '192.0.2.1'])('does not answer to %s', async (host) => {
  expect(await statusFor(host)).toBe(421);
});
