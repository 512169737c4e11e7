import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '#functions/api/app.ts';
import { Correlator } from '#functions/correlate/correlate.ts';
import { RulesBook } from '#functions/rules-book.ts';
import { type HttpService, serveHttp } from '#local/http.ts';
import { InMemoryStore } from '#rib/store/store-in-memory.ts';
import { runRecorded } from '../cli/recording-terminal.ts';
import { ingestOver, kinesisEvent, putsOf } from '../functions/ingest/stream.ts';
import { type Answers, answers } from './answers.ts';
import { readQuestions, wordsOf } from './questions.ts';
import { voices } from './scene.ts';

let service: HttpService;

beforeAll(async () => {
  const store = new InMemoryStore();
  const now = Date.now;
  const { handler } = ingestOver(store, now);
  for (const voice of voices(now())) await handler(kinesisEvent(putsOf(voice.records())));
  const metrics = { count: () => undefined };
  await new Correlator({ store, book: new RulesBook(store, now), now, metrics }).run();
  service = await serveHttp(createApi({ store, access: 'everyone', streams: 'whole' }).fetch, {
    host: '127.0.0.1',
    port: 0,
  });
});

afterAll(() => service.close());

const questions = readQuestions();

it('has the sixteen questions, each with an answer that is looked at', () => {
  expect(questions.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  expect(Object.keys(answers).map(Number)).toEqual(questions.map(({ number }) => number));
});

describe.each(questions)('$number $title', ({ number, requests, commands }) => {
  const { json, text }: Answers = answers[number] ?? { json: [], text: [] };

  it.each(requests.map((request, index) => ({ request, index })))('$request', async ({ request, index }) => {
    const look = json[index];
    expect(look).toBeDefined();
    const response = await asked(request);
    const body: unknown = await response.json();
    expect(response.status, JSON.stringify(body)).toBe(200);
    look?.(body);
  });

  it.each(commands.map((command, index) => ({ command, index })))('$command', async ({ command, index }) => {
    const expected = text[index];
    expect(expected).toBeDefined();
    const { exitCode, stdout, stderr } = await runRecorded([...wordsOf(command), '--url', service.url]);
    expect(exitCode, stderr).toBe(0);
    for (const part of expected?.has ?? []) expect(stdout).toMatch(part);
    for (const part of expected?.lacks ?? []) expect(stdout).not.toMatch(part);
  });
});

function asked(request: string): Promise<Response> {
  const [, method = '', path = '', file] = /^(\w+) (\S+)(?: < (\S+))?$/.exec(request) ?? [];
  const url = `${service.url}${path}`;
  if (file === undefined) return fetch(url, { method });
  const body = readFileSync(new URL(`../../${file}`, import.meta.url));
  return fetch(url, { method, body, headers: { 'content-type': 'application/yaml' } });
}
