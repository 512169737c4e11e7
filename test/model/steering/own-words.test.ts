import { expect, it } from 'vitest';
import type { SteeringState } from '#model/state.ts';
import { ownWords } from '#model/steering/own-words.ts';
import { tokenOf } from '#model/token.ts';

const said = (peer: string, route: string, ...views: (keyof SteeringState['views'])[]): SteeringState => ({
  id: `pe1~${peer}~ipv4-flowspec~${route}`,
  routerId: 'pe1',
  peerId: `pe1~${peer}`,
  family: 'ipv4-flowspec',
  routeDistinguisher: null,
  match: route,
  views: Object.fromEntries(views.map((view) => [view, { token: tokenOf(1, 1), at: 0, targets: [] }])),
  firstSeen: 0,
  lastChanged: 0,
});

const left = (...all: SteeringState[]): string[] => ownWords(all).map(({ peerId, match }) => `${peerId} ${match}`);

it('a route that a neighbour sent is told of by that one, and by each that sent it', () => {
  const copies = [said('loc-rib', 'a', 'loc-rib'), said('10.0.0.9', 'a', 'adj-rib-out-post')];
  const sent = [said('10.0.0.1', 'a', 'adj-rib-in-pre', 'adj-rib-in-post'), said('10.0.0.2', 'a', 'adj-rib-in-post')];
  expect(left(...copies, ...sent)).toEqual(['pe1~10.0.0.1 a', 'pe1~10.0.0.2 a']);
});

it('where no neighbour feeds a view, the Loc-RIB tells; where that does not, one of those it is sent to', () => {
  const out = ['10.0.0.8', '10.0.0.9'].map((peer) => said(peer, 'a', 'adj-rib-out-pre', 'adj-rib-out-post'));
  expect(left(...out, said('loc-rib', 'a', 'loc-rib'))).toEqual(['pe1~loc-rib a']);
  expect(left(...out)).toEqual(['pe1~10.0.0.8 a']);
});

it('other routes, and those of other routers, are their own', () => {
  const elsewhere = { ...said('loc-rib', 'a', 'loc-rib'), routerId: 'pe2' };
  expect(left(said('10.0.0.1', 'a', 'adj-rib-in-pre'), said('loc-rib', 'b', 'loc-rib'), elsewhere)).toHaveLength(3);
});
