import { expect, test } from 'vitest';
import type { Evidence } from '#model/api-chain-rows.ts';
import { answeringStation, one } from './answering-station.ts';
import { announcement, since } from './chain-rows.ts';
import { runRecorded } from './recording-terminal.ts';

const evidence: Evidence = {
  element: 'nj01emd~sc1',
  state: 'half-open',
  reason: 'untrust: withdrawn',
  required: ['trust', 'untrust'],
  missing: ['untrust'],
  rulesVersion: 3,
  pairedBy: { strategy: 'fqdn', key: 'sc1', scope: 'router' },
  routers: [{ id: 'nj01emd', state: 'stale', since, lostAt: since, terminationReason: 'bye', synced: false }],
  peers: [
    {
      id: 'p1',
      router: 'nj01emd',
      address: '10.1.11.2',
      asn: 65100,
      bgpId: '11.11.11.11',
      state: 'up',
      since,
      downReason: null,
      feeds: [{ view: 'adj-rib-in-pre', family: 'ipv4-unicast', state: 'synced', endOfRib: 'received' }],
    },
    {
      id: 'p2',
      router: 'nj01emd',
      address: '10.1.12.2',
      asn: 65100,
      bgpId: null,
      state: 'down',
      since,
      downReason: 'hold timer expired',
      feeds: [],
    },
  ],
  announcements: [
    {
      ...announcement,
      views: [
        {
          view: 'adj-rib-in-pre',
          at: since,
          nextHop: '10.1.11.2',
          asPath: '65100',
          communities: ['13979:100', '13979:1:4'],
          role: 'trust',
          matchedRule: 'trust',
          otherRoles: ['mgmt'],
        },
        {
          view: 'loc-rib',
          at: since,
          nextHop: null,
          asPath: '',
          communities: [],
          role: null,
          matchedRule: null,
          otherRoles: [],
        },
      ],
    },
  ],
  pairing: [
    { strategy: 'fqdn', scope: 'router', key: null, peers: [], verdict: 'no key' },
    { strategy: 'bgp-id', scope: 'router', key: '11.11.11.11', peers: ['10.1.11.2', '10.1.12.2'], verdict: 'pairs' },
  ],
  transitions: [since],
  flapping: true,
  findings: ['f1'],
};

const ask = async (data: Evidence, more: readonly string[] = [], colour = false) => {
  await using station = await answeringStation({ 'GET /v1/elements/nj01emd~sc1/evidence': one(data) });
  return await runRecorded(['element', 'why', 'nj01emd~sc1', '--url', station.url, ...more], { colour });
};

test('the state first, then what it follows from', async () => {
  const { exitCode, stdout } = await ask(evidence);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      'nj01emd~sc1 is half-open: untrust: withdrawn',
      'paired by  fqdn sc1',
      'needs      trust untrust',
      'missing    untrust',
      'rules      version 3',
      `changes    ${since}, flapping`,
      '',
      'PAIRING',
      '  fqdn    by router  no key  -',
      '  bgp-id  by router  pairs   11.11.11.11  10.1.11.2 10.1.12.2',
      '',
      'ANNOUNCEMENTS',
      '  trust 11.11.11.1/32 from 10.1.11.2 at nj01emd: announced, by rule trust',
      '    pre yes → post yes → loc-rib no → out unknown',
      `    adj-rib-in-pre since ${since}: trust, also mgmt; next hop 10.1.11.2, AS path 65100, communities 13979:100 13979:1:4`,
      `    loc-rib since ${since}: no role; next hop none, AS path empty, communities none`,
      '',
      'PEERS',
      `  10.1.11.2 AS 65100 at nj01emd: up since ${since}`,
      '    adj-rib-in-pre ipv4-unicast synced, End-of-RIB received',
      `  10.1.12.2 AS 65100 at nj01emd: down since ${since}: hold timer expired`,
      '',
      'ROUTERS',
      `  nj01emd: stale since ${since}, its dumps have not ended, lost at ${since}, it said: bye`,
      '',
      'FINDINGS',
      '  f1',
      '',
    ].join('\n'),
  );
});

test('what is not there says so', async () => {
  const bare = { announcements: [], peers: [], pairing: [], findings: [], transitions: [], missing: [] };
  const { stdout } = await ask({ ...evidence, ...bare, state: 'complete', reason: null, flapping: false });
  expect(stdout).toMatch(/^nj01emd~sc1 is complete\n/);
  expect(stdout).toMatch(/^missing {4}nothing\n/m);
  expect(stdout).toMatch(/^changes {4}none\n/m);
  expect(stdout.match(/\n {2}none\n/g)).toHaveLength(4);
});

test('states are coloured on a terminal, and what a router says cannot drive it', async () => {
  const { stdout } = await ask({ ...evidence, reason: '\u001b[2J' }, [], true);
  expect(stdout.split('\n')[0]).toBe('nj01emd~sc1 is \u001b[31mhalf-open\u001b[39m: \ufffd[2J');
  expect(stdout).toContain('at nj01emd: \u001b[32mup\u001b[39m since');
});

test('json is that of the API; an element that is not there ends with 3', async () => {
  expect(JSON.parse((await ask(evidence, ['-o', 'json'])).stdout)).toEqual(evidence);
  await using station = await answeringStation({});
  expect((await runRecorded(['element', 'why', 'x', '--url', station.url])).exitCode).toBe(3);
});
