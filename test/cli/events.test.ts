import { expect, test } from 'vitest';
import { type Answering, type FakeAnswer, fakeStation } from './fake-station.ts';
import { runRecorded } from './recording-terminal.ts';

const event = (number: number) => ({
  id: `e${number}`,
  type: 'element.state-changed',
  subject: 'nj01emd~sc1',
  time: '2026-01-01T00:00:00.000Z',
  data: { number },
});

const answer = (numbers: readonly number[], next: string): FakeAnswer => ({
  body: { data: numbers.map(event), page: { next, limit: 100 } },
});

/** Ends `events --follow`, which has no end of its own. */
class Enough extends Error {}

const follow = async (url: string, until: string) => {
  const recorded = await runRecorded(['events', '--follow', '-o', 'ndjson', '--url', url], {
    onOutput: (text) => {
      if (text.includes(until)) throw new Enough('enough');
    },
  });
  expect(recorded.stderr).toMatch(/enough\n$/);
  const numbers = recorded.stdout
    .trim()
    .split('\n')
    .map((line): number => JSON.parse(line).data.number);
  return { numbers, stderr: recorded.stderr };
};

test('all recorded events, page after page, one line each', async () => {
  const pages: Record<string, FakeAnswer> = { '': answer([1, 2], 'c2'), c2: answer([3], 'c3'), c3: answer([], 'c3') };
  await using station = await fakeStation(
    (url) => pages[url.searchParams.get('after') ?? ''] ?? { status: 410, body: {} },
  );
  const { stdout, exitCode } = await runRecorded(['events', '--url', station.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [1, 2, 3]
      .map((number) => `2026-01-01T00:00:00.000Z  element.state-changed   nj01emd~sc1  {"number":${number}}\n`)
      .join(''),
  );
});

test('--follow goes on from the cursor of each answer, by long poll', async () => {
  const pages: Record<string, FakeAnswer> = { '': answer([1], 'c1'), c1: answer([], 'c1b'), c1b: answer([2], 'c2') };
  await using station = await fakeStation((url) => pages[url.searchParams.get('after') ?? ''] ?? answer([], 'c2'));
  expect((await follow(station.url, '"number":2')).numbers).toEqual([1, 2]);
  expect(station.requests).toEqual([
    '/v1/events?wait=20',
    '/v1/events?wait=20&after=c1',
    '/v1/events?wait=20&after=c1b',
  ]);
});

test('--follow survives a restart of the station: nothing missed, nothing twice, one note', async () => {
  const first = await fakeStation((url) => {
    if (url.searchParams.get('after') === null) return answer([1], 'c1');
    return new Promise(() => {});
  });
  const restarted: Answering = (url) =>
    url.searchParams.get('after') === 'c1' ? answer([2], 'c2') : answer([9], 'c9');
  const restart = async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    await first[Symbol.asyncDispose]();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return await fakeStation(restarted, first.port);
  };
  const [followed, second] = await Promise.all([follow(first.url, '"number":2'), restart()]);
  await second[Symbol.asyncDispose]();
  expect(followed.numbers).toEqual([1, 2]);
  expect(followed.stderr.match(/trying again/g)).toHaveLength(1);
});

test('--follow of a station that lost its past reads it anew', async () => {
  let lost = false;
  await using station = await fakeStation((url) => {
    if (url.searchParams.get('after') === null) return lost ? answer([2], 'd1') : answer([1], 'c1');
    lost = true;
    return { status: 410, body: { title: 'Expired cursor' } };
  });
  const { numbers, stderr } = await follow(station.url, '"number":2');
  expect(numbers).toEqual([1, 2]);
  expect(stderr).toContain('reading its events from the start');
});

test('--follow with a parameter that the station refuses ends', async () => {
  await using station = await fakeStation(() => ({ status: 400, body: { title: 'Unknown type' } }));
  const { exitCode } = await runRecorded(['events', '--follow', '--type', 'x', '--url', station.url]);
  expect(exitCode).toBe(2);
});

test('--since begins at a time, until there is a cursor; --location narrows', async () => {
  const pages: Record<string, FakeAnswer> = { '': answer([1], 'c1'), c1: answer([], 'c1') };
  await using station = await fakeStation((url) => pages[url.searchParams.get('after') ?? ''] ?? answer([], 'c1'));
  const argv = ['events', '--since', '2026-01-31T12:00:00Z', '--location', 'nj', '--url', station.url];
  expect((await runRecorded(argv)).exitCode).toBe(0);
  expect(station.requests).toEqual([
    '/v1/events?location=nj&limit=1000&from=2026-01-31T12%3A00%3A00.000Z',
    '/v1/events?location=nj&limit=1000&after=c1',
  ]);
});

test('--since as so long ago', async () => {
  await using station = await fakeStation(() => answer([], 'c1'));
  const before = Date.now();
  await runRecorded(['events', '--since', '30m', '--url', station.url]);
  const from = Date.parse(new URL(station.requests[0] ?? '', 'http://station').searchParams.get('from') ?? '');
  expect(from).toBeGreaterThanOrEqual(before - 30 * 60_000);
  expect(from).toBeLessThanOrEqual(Date.now() - 30 * 60_000);
});

test('--follow with --since polls from there once', async () => {
  await using station = await fakeStation((url) =>
    url.searchParams.get('after') === 'c1' ? answer([2], 'c2') : answer([1], 'c1'),
  );
  const enough = (text: string) => {
    if (text.includes('"number":2')) throw new Enough('enough');
  };
  await runRecorded(['events', '--follow', '--since', '2026-01-31', '--url', station.url], { onOutput: enough });
  expect(station.requests.slice(0, 2)).toEqual([
    '/v1/events?wait=20&from=2026-01-31T00%3A00%3A00.000Z',
    '/v1/events?wait=20&after=c1',
  ]);
});

test.each([
  [['--since', '1 hour'], /^--since takes 30m, 2h, 1d or a time with its zone, .*, not '1 hour'$/],
  [['--since', '1h', '--after', 'c1'], '--since and --after both say where to begin'],
])('%j is a usage error', async (argv, line) => {
  const { exitCode, stderr } = await runRecorded(['events', ...argv]);
  expect(exitCode).toBe(2);
  expect(stderr.split('\n')[0]).toMatch(line);
});
