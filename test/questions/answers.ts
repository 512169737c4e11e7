import { expect } from 'vitest';

/** What the answers to docs/questions.md are in the network of `scene.ts`. */

export interface Answers {
  /** Of each request, in order. */
  json: ((body: unknown) => void)[];
  /** Of each command, in order. */
  text: { has: (string | RegExp)[]; lacks?: (string | RegExp)[] }[];
}

const rows = (expected: readonly object[]) => (body: unknown) => {
  expect(body).toMatchObject({ data: expected });
  expect((body as { data: unknown[] }).data).toHaveLength(expected.length);
};

const [sc1, sc2, sc3, sc5] = [11, 12, 13, 15].map((n) => ({
  trust: `${n}.${n}.${n}.1/32`,
  untrust: `${n}.${n}.${n}.2/32`,
}));

export const answers: Readonly<Record<number, Answers>> = {
  1: {
    json: [
      rows([
        { id: 'nj01emd~11.11.11.11', state: 'complete', services: { trust: [sc1?.trust], untrust: [sc1?.untrust] } },
      ]),
    ],
    text: [{ has: ['nj01emd~11.11.11.11'], lacks: ['12.12.12', 'la06emd'] }],
  },
  2: {
    json: [rows([{ elementId: 'nj01emd~11.11.11.11', location: 'nj', trust: sc1?.trust, untrust: sc1?.untrust }])],
    text: [{ has: ['11.11.11.1/32', '11.11.11.2/32'], lacks: ['12.12.12'] }],
  },
  3: {
    json: [
      (body) =>
        expect(body).toMatchObject({
          data: expect.arrayContaining([
            expect.objectContaining({
              id: 'nj01emd~12.12.12.12',
              missing: ['trust'],
              reason: 'trust: withdrawn',
              since: expect.stringMatching(/^\d{4}-.*Z$/),
            }),
          ]),
        }),
    ],
    text: [{ has: ['nj01emd~12.12.12.12', 'trust: withdrawn', /\d{4}-\d\d-\d\dT/], lacks: ['nj01emd~11.11.11.11'] }],
  },
  4: {
    json: [
      (body) =>
        expect(body).toMatchObject({
          data: expect.arrayContaining([
            expect.objectContaining({ type: 'element.state-changed', subject: 'nj01emd~12.12.12.12' }),
            expect.objectContaining({ type: 'router.up', subject: 'la06emd' }),
          ]),
        }),
    ],
    text: [{ has: [/element\.state-changed.*nj01emd~12\.12\.12\.12/, 'router.up'] }],
  },
  5: {
    json: [
      rows([
        { router: 'la06emd', location: 'la', peerIp: '192.168.5.2', communities: ['13979:100'], role: 'trust' },
        { router: 'nj01emd', location: 'nj', peerIp: '192.168.1.2', communities: ['13979:100'], role: 'trust' },
      ]),
    ],
    text: [{ has: [/la06emd.*192\.168\.5\.2/, /nj01emd.*192\.168\.1\.2/] }],
  },
  6: {
    json: [
      rows([
        { serviceIp: sc1?.untrust, pipeline: { accepted: 'yes', selected: 'yes', advertised: 'no' } },
        { serviceIp: sc2?.untrust, pipeline: { accepted: 'yes', selected: 'no', advertised: 'no' } },
        { serviceIp: sc3?.trust, pipeline: { accepted: 'yes', selected: 'yes', advertised: 'no' } },
        { serviceIp: sc3?.untrust, pipeline: { accepted: 'no', selected: 'no', advertised: 'no' } },
      ]),
      rows([{ serviceIp: sc3?.untrust, state: 'rejected', pipeline: { announced: 'yes', accepted: 'no' } }]),
      rows([{ serviceIp: sc2?.untrust, pipeline: { accepted: 'yes', selected: 'no' } }]),
      (body) =>
        expect(body).toMatchObject({
          data: expect.arrayContaining([
            expect.objectContaining({ serviceIp: sc1?.untrust }),
            expect.objectContaining({ serviceIp: sc3?.trust }),
          ]),
        }),
    ],
    text: [
      { has: [sc1?.untrust ?? '?', sc2?.untrust ?? '?', sc3?.untrust ?? '?'], lacks: [sc1?.trust ?? '?'] },
      { has: [sc3?.untrust ?? '?', 'rejected'], lacks: [sc1?.trust ?? '?'] },
      { has: [sc2?.untrust ?? '?'], lacks: [sc1?.trust ?? '?'] },
      { has: [sc1?.untrust ?? '?'], lacks: [sc1?.trust ?? '?'] },
    ],
  },
  7: {
    json: [
      rows([
        { kind: 'duplicate-service-prefix', detail: expect.stringMatching(/trust 11\.11\.11\.1\/32.*\(la\).*\(nj\)/) },
      ]),
    ],
    text: [{ has: ['duplicate-service-prefix', '11.11.11.1/32'] }],
  },
  8: {
    json: [rows([{ code: 'la' }, { code: 'nj', elements: { complete: 1 } }])],
    text: [{ has: [/\bla\b/, /\bnj\b/] }],
  },
  9: {
    json: [
      (body) =>
        expect(body).toMatchObject({
          data: expect.arrayContaining([
            expect.objectContaining({ kind: 'unmatched-role', detail: expect.stringContaining('13979:999') }),
            expect.objectContaining({ kind: 'ambiguous-role', detail: expect.stringContaining('19.19.19.1/32') }),
            expect.objectContaining({ kind: 'unpaired-element', subject: 'nj01emd~19.19.19.19' }),
          ]),
        }),
    ],
    text: [{ has: ['unmatched-role', 'ambiguous-role', 'unpaired-element'], lacks: ['duplicate-service-prefix'] }],
  },
  10: {
    json: [
      rows([
        {
          match: expect.stringContaining('10.0.2.0/24'),
          state: 'dangling',
          targets: [{ kind: 'redirect-to-ip', target: '12.12.12.1', state: 'dangling', elementId: null }],
        },
      ]),
    ],
    text: [{ has: ['10.0.2.0/24', '12.12.12.1', 'dangling'], lacks: ['10.0.1.0/24'] }],
  },
  11: {
    json: [
      (body) =>
        expect(body).toMatchObject({
          data: [
            {
              prefix: sc1?.trust,
              routes: expect.arrayContaining([
                expect.objectContaining({ view: 'adj-rib-in-pre' }),
                expect.objectContaining({ view: 'adj-rib-in-post' }),
                expect.objectContaining({ view: 'loc-rib' }),
                expect.objectContaining({ view: 'adj-rib-out-pre' }),
              ]),
            },
          ],
        }),
      (body) =>
        expect(body).toMatchObject({
          data: { onlyLeft: [], onlyRight: [], changed: [{ differences: ['localPref'] }] },
        }),
    ],
    text: [{ has: ['adj-rib-in-pre', 'adj-rib-in-post', 'loc-rib', 'adj-rib-out-pre'] }, { has: [/local/i] }],
  },
  12: {
    json: [
      rows(
        ['adj-rib-in-post', 'adj-rib-in-pre', 'loc-rib'].map((view) => ({
          prefix: sc1?.trust,
          view,
          attributes: { nextHop: '192.168.1.2', asPath: '65100', communities: ['13979:100'] },
        })),
      ),
    ],
    text: [{ has: ['11.11.11.1/32', '192.168.1.2'], lacks: ['12.12.12'] }],
  },
  13: {
    json: [
      rows([
        { id: 'la06emd', session: { state: 'up', since: expect.stringMatching(/Z$/) } },
        {
          id: 'nj01emd',
          session: { state: 'up' },
          feeds: expect.arrayContaining([expect.objectContaining({ view: 'loc-rib' })]),
        },
      ]),
    ],
    text: [{ has: ['la06emd', 'nj01emd', /\bup\b/] }],
  },
  14: {
    json: [
      (body) =>
        expect(body).toMatchObject({
          data: {
            comparedWith: 0,
            routers: 2,
            partial: false,
            elements: expect.arrayContaining([
              expect.objectContaining({
                id: 'la06emd~15.15.15.15',
                from: expect.objectContaining({ state: 'complete' }),
                to: expect.objectContaining({ state: 'draining' }),
              }),
            ]),
            chains: [{ id: 'nj-to-la', from: null, to: { state: 'draining' } }],
            groups: [{ id: 'nj-firewalls', from: null, to: { state: 'complete' } }],
          },
        }),
    ],
    text: [{ has: ['la06emd~15.15.15.15', 'draining', 'nj-to-la'] }],
  },
  15: {
    json: [
      (body) => {
        const { data } = body as { data: { type: string; data: Record<string, unknown> }[] };
        const changes = data
          .filter(({ type }) => type === 'element.state-changed')
          .map(({ data: { from, to } }) => [from, to]);
        expect(changes).toEqual([
          [null, 'learning'],
          ['learning', 'complete'],
          ['complete', 'half-open'],
        ]);
      },
    ],
    text: [{ has: [/complete.*half-open/, 'withdrawn'] }],
  },
  16: {
    json: [
      (body) =>
        expect(body).toMatchObject({
          data: {
            state: 'half-open',
            reason: 'trust: withdrawn',
            missing: ['trust'],
            pairing: expect.arrayContaining([
              expect.objectContaining({ strategy: 'bgp-id', key: '12.12.12.12', verdict: expect.any(String) }),
            ]),
            peers: expect.arrayContaining([expect.objectContaining({ address: '192.168.2.2', state: 'up' })]),
          },
        }),
    ],
    text: [{ has: ['half-open', 'trust: withdrawn', 'bgp-id', '192.168.2.2'] }],
  },
};

if (sc5 === undefined) throw new Error('the scene has four elements');
