import { expect, test } from 'vitest';
import { answeringStation, rows } from './answering-station.ts';
import { since } from './chain-rows.ts';
import { runRecorded } from './recording-terminal.ts';

const event = { id: 'e1', type: 'element.state-changed', subject: 'nj01emd~sc1', time: since, data: { to: 'lost' } };

test('a line an event, within the time given', async () => {
  await using station = await answeringStation({ 'GET /v1/elements/nj01emd~sc1/events': rows(event) });
  const argv = ['element', 'events', 'nj01emd~sc1', '--from', '2026-01-31', '--to', '2026-02-01T00:00:00+01:00'];
  const { stdout, exitCode } = await runRecorded([...argv, '--url', station.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(`${since}  element.state-changed   nj01emd~sc1  {"to":"lost"}\n`);
  expect(station.requests).toEqual([
    '/v1/elements/nj01emd~sc1/events?limit=1000&from=2026-01-31T00%3A00%3A00.000Z&to=2026-01-31T23%3A00%3A00.000Z',
  ]);
  const csv = await runRecorded([...argv, '-o', 'csv', '--url', station.url]);
  expect(csv.stdout).toBe(`TIME,TYPE,SUBJECT,DATA\n${since},element.state-changed,nj01emd~sc1,"{""to"":""lost""}"\n`);
});

test('a time that is none, and an element that is not there', async () => {
  const wrong = await runRecorded(['element', 'events', 'x', '--to', 'noon']);
  expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^--to takes 30m, 2h, 1d or a time/) });
  await using station = await answeringStation({});
  expect((await runRecorded(['element', 'events', 'x', '--url', station.url])).exitCode).toBe(3);
});
