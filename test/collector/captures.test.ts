import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { type Station, startStation, until } from './station.ts';

const directory = new URL('../fixtures/captures/', import.meta.url);
const captures = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.bmp'));

let station: Station;
afterEach(() => station.stop());

if (captures.length === 0) throw new Error(`no capture in ${directory}`);

test.each(captures)('%s, replayed: every message is in the metrics and every event in the stream', async (name) => {
  station = await startStation();
  const bytes = readFileSync(new URL(name, directory));
  const router = await station.dial();
  await router.send(bytes);
  await router.end();
  await until(async () => (await station.metric('connections')) === 0);

  expect(await station.metric('messages_total')).toBe(countMessages(bytes));
  expect(await station.metric('message_bytes_total')).toBe(bytes.length);
  expect(await station.metric('messages_total', 'undecodable')).toBe(await station.metric('decode_errors_total'));
  expect(await station.metric('cut_off_bytes_total')).toBe(0);
  const events = station.sink.taken.flatMap(({ record }) => record.events);
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]?.kind).toBe('session-open');
  expect(events.at(-1)?.kind).toBe('session-lost');
  const routes = events.flatMap((event) => ('routes' in event ? event.routes : []));
  expect(routes).toHaveLength(await station.metric('routes_total'));
  expect(events.filter(({ kind }) => kind === 'peer-up')).toHaveLength(
    await station.metric('messages_total', '"peer-up"'),
  );
});

/** By their lengths alone: an independent count. */
function countMessages(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at + 1)) count++;
  return count;
}
