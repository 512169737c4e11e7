import { expect, test } from 'vitest';
import type { Topology } from '#model/api-chain-rows.ts';
import { answeringStation, one } from './answering-station.ts';
import { runRecorded } from './recording-terminal.ts';

const node = (id: string, kind: Topology['nodes'][number]['kind'], state: string | null = null) => ({
  id,
  kind,
  label: id,
  location: 'nj',
  state,
});
const edge = (from: string, to: string, kind: Topology['edges'][number]['kind'], label = '') => ({
  from,
  to,
  kind,
  label,
  state: null,
});

const topology: Topology = {
  nodes: [
    node('nj', 'location'),
    node('pe1', 'router', 'up'),
    node('pe2', 'router', 'stale'),
    node('sc1', 'element', 'half-open'),
    node('sc2', 'element', 'lost'),
    node('11.11.11.1/32', 'service', 'announced'),
    node('md', 'location'),
  ],
  edges: [
    edge('nj', 'pe1', 'contains'),
    edge('nj', 'sc1', 'contains'),
    edge('nj', 'sc2', 'contains'),
    edge('nj', 'pe2', 'contains'),
    edge('pe1', 'sc1', 'session', '10.1.11.2'),
    edge('pe1', 'sc1', 'session', '10.1.12.2'),
    edge('pe2', 'sc1', 'session', '10.2.11.2'),
    edge('sc1', '11.11.11.1/32', 'announces', 'trust'),
    edge('sc1', 'nobody', 'announces', 'trust'),
  ],
};

test('a tree; an element stands below each router that it has sessions with, else below its location', async () => {
  await using station = await answeringStation({ 'GET /v1/topology': one(topology) });
  const { stdout } = await runRecorded(['topology', '--location', 'nj', '--url', station.url]);
  expect(station.requests).toEqual(['/v1/topology?location=nj']);
  expect(stdout).toBe(
    [
      'nj',
      '├─ pe1  up',
      '│  └─ sc1  half-open  (10.1.11.2, 10.1.12.2)',
      '│     └─ trust 11.11.11.1/32  announced',
      '├─ sc2  lost',
      '└─ pe2  stale',
      '   └─ sc1  half-open  (10.2.11.2)',
      '      └─ trust 11.11.11.1/32  announced',
      'md',
      '',
    ].join('\n'),
  );
});

test('states are coloured on a terminal, and names cannot drive it', async () => {
  const hostile = { ...topology, nodes: [{ ...node('r', 'router', 'up'), label: '\u001b[2J' }], edges: [] };
  await using station = await answeringStation({ 'GET /v1/topology': one(hostile) });
  const { stdout } = await runRecorded(['topology', '--url', station.url], { colour: true });
  expect(stdout).toBe('\ufffd[2J  \u001b[32mup\u001b[39m\n');
});

test('edges in a circle end', async () => {
  const circle = {
    nodes: [node('nj', 'location'), node('a', 'router'), node('b', 'router')],
    edges: [edge('nj', 'a', 'contains'), edge('a', 'b', 'session'), edge('b', 'a', 'session')],
  };
  await using station = await answeringStation({
    'GET /v1/topology': one({ ...circle, edges: circle.edges.toSpliced(2) }),
  });
  const { stdout } = await runRecorded(['topology', '--url', station.url]);
  expect(stdout).toBe('nj\n└─ a\n   └─ b\n');
  await using turning = await answeringStation({
    'GET /v1/topology': one({ ...circle, edges: [edge('nj', 'a', 'announces'), ...circle.edges.slice(1)] }),
  });
  expect((await runRecorded(['topology', '--url', turning.url])).stdout).toBe('nj\n└─ a\n   └─ b\n      └─ a\n');
});

test('json is that of the API', async () => {
  await using station = await answeringStation({ 'GET /v1/topology': one(topology) });
  const { stdout } = await runRecorded(['topology', '-o', 'json', '--url', station.url]);
  expect(JSON.parse(stdout)).toEqual(topology);
});
