import { once } from 'node:events';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer, type Server as TcpServer } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { newNonce, nonceSchema } from '#functions/canary/nonce.ts';
import { isShown } from '#functions/canary/requests.ts';
import { speak } from '#functions/canary/speak.ts';
import { type Stack, startStack } from '#local/stack.ts';
import { canaryRouterId } from '#model/canary.ts';
import { defaultTimings } from '#model/timings.ts';

/** Listens on a free port of 127.0.0.1, and says which. */
async function listening(server: Server | TcpServer): Promise<number> {
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Of Lambda's Invoke, what the checker meets: it runs the speaker against a station, quicker than in the account. */
class Invocations {
  readonly #server: Server;
  readonly headers: string[] = [];
  station = { host: '127.0.0.1', port: 0 };

  constructor() {
    this.#server = createHttpServer((request, response) => {
      this.headers.push(String(request.headers.authorization));
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', async () => {
        try {
          const { nonce } = z.object({ nonce: nonceSchema }).parse(JSON.parse(Buffer.concat(chunks).toString()));
          await speak(this.station, { nonce, hold: 200 });
          response.end('null');
        } catch (error) {
          response.setHeader('x-amz-function-error', 'Unhandled').end(JSON.stringify({ errorMessage: String(error) }));
        }
      });
    });
  }

  async start(): Promise<string> {
    return `http://127.0.0.1:${await listening(this.#server)}/2015-03-31/functions/speaker/invocations`;
  }

  stop(): void {
    this.#server.close();
  }
}

const anyPort = { host: '127.0.0.1', port: 0 };
const invocations = new Invocations();
let stack: Stack;
let speakerUrl: string;

beforeAll(async () => {
  stack = await startStack({ demo: false, bmp: anyPort, api: anyPort, data: null }, pino({ level: 'silent' }), {
    ...defaultTimings,
    staleAfter: 1,
  });
  speakerUrl = await invocations.start();
});

afterAll(async () => {
  invocations.stop();
  await stack.stop();
});

const stationAddress = () => {
  const { hostname: host, port } = new URL(`tcp://${stack.addresses.bmp}`);
  return { host, port: Number(port) };
};

/** The handler as Lambda runs it, with the metrics that it printed. */
async function run(variables: Record<string, string> = {}) {
  const lines: string[] = [];
  const environment: Record<string, string> = {
    API_URL: stack.addresses.api,
    SPEAKER_URL: speakerUrl,
    PATIENCE_SECONDS: '20',
    LOG_LEVEL: 'silent',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    ...variables,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { handler } = await import('#functions/canary/checker.lambda.ts');
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  const result = await handler();
  write.mockRestore();
  const [metrics] = lines.join('').split('\n').filter(Boolean);
  return { result, metrics: z.looseObject({}).parse(JSON.parse(metrics ?? '{}')) };
}

beforeEach(() => {
  invocations.station = stationAddress();
  invocations.headers.length = 0;
});
afterEach(() => vi.unstubAllEnvs());

const get = async (path: string) =>
  z.object({ data: z.unknown() }).parse(await (await fetch(stack.addresses.api + path)).json()).data;

describe('the canary', () => {
  test('sees its own route come out of the API, each time that of this run', async () => {
    for (let times = 0; times < 2; times += 1) {
      const { result, metrics } = await run();
      expect(result).toEqual({ success: true, seconds: expect.any(Number), reason: null });
      expect(metrics).toMatchObject({ service: 'canary', canarySuccess: 1, canarySeconds: result.seconds });
    }
  });

  test('signs what it asks of Lambda', async () => {
    await run();
    expect(invocations.headers).toEqual([
      expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-central-1\/lambda\/aws4_request/),
    ]);
  });

  test('is a router with a route, and no element, announcement or finding', async () => {
    await run();
    expect(await get('/v1/routers')).toMatchObject([{ id: canaryRouterId }]);
    expect(await get('/v1/rib/ipv4-unicast/routes?router=bmpaas-canary')).toHaveLength(1);
    for (const list of ['elements', 'announcements', 'findings']) {
      expect(await get(`/v1/${list}`), list).toEqual([]);
    }
  });

  test('comes and goes without an event, and without being missed', async () => {
    const sweeps = async () => new Promise((resolve) => setTimeout(resolve, 2_500));
    await run();
    await sweeps();
    const before = await get('/v1/events?limit=1000');
    await run();
    await sweeps();
    expect(await get('/v1/events?limit=1000')).toEqual(before);
    expect(await get('/v1/routers')).toMatchObject([{ id: canaryRouterId, session: { state: 'up' } }]);
  });

  test('does not take the route of another run for its own', async () => {
    await run();
    const config = { apiUrl: stack.addresses.api, speakerUrl, patience: 1, logLevel: 'silent' as const };
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    expect(await isShown({ ...config, region: 'eu-central-1', credentials }, newNonce())).toBe(false);
  });
});

describe('the canary fails', () => {
  test('where the station cannot be reached', async () => {
    const closed = createServer();
    invocations.station = { host: '127.0.0.1', port: await listening(closed) };
    closed.close();
    const { result, metrics } = await run();
    expect(result).toMatchObject({ success: false, seconds: null, reason: expect.stringContaining('ECONNREFUSED') });
    expect(metrics).toMatchObject({ canarySuccess: 0 });
    expect(metrics).not.toHaveProperty('canarySeconds');
  });

  test('where the station turns it away', async () => {
    const refusing: TcpServer = createServer((socket) => void socket.destroy());
    invocations.station = { host: '127.0.0.1', port: await listening(refusing) };
    const { result } = await run();
    refusing.close();
    expect(result).toMatchObject({ success: false, reason: expect.stringMatching(/^speaker: /) });
  });

  test('where the route does not come', async () => {
    const silent: TcpServer = createServer((socket) => void socket.resume().on('end', () => socket.end()));
    invocations.station = { host: '127.0.0.1', port: await listening(silent) };
    const { result, metrics } = await run({ PATIENCE_SECONDS: '1.5' });
    silent.close();
    expect(result).toEqual({ success: false, seconds: null, reason: 'the API did not show the route in time' });
    expect(metrics).toMatchObject({ canarySuccess: 0 });
  });

  test('where the API does not answer', async () => {
    const { result } = await run({ API_URL: 'http://127.0.0.1:9', PATIENCE_SECONDS: '1.5' });
    expect(result).toMatchObject({ success: false, reason: expect.stringMatching(/^API: /) });
  });

  test('where the speaker may not be called', async () => {
    const denied = createHttpServer((_request, response) => response.writeHead(403).end('{"Message":"no"}'));
    const { result } = await run({ SPEAKER_URL: `http://127.0.0.1:${await listening(denied)}/` });
    denied.close();
    expect(result).toMatchObject({ success: false, reason: 'speaker: Lambda answered 403: {"Message":"no"}' });
  });
});
