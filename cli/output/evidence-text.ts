import type { Evidence } from '#model/api-chain-rows.ts';
import { alignedText } from '#model/text-table.ts';
import { paintState } from '../terminal.ts';
import { type Cell, cellText } from './columns.ts';

type Announcement = Evidence['announcements'][number];
type Peer = Evidence['peers'][number];

/** Why an element is in its state, for people: the state first, then what it follows from, from near to far. */
export function evidenceText(evidence: Evidence, colour: boolean): string {
  const paint = (state: string): string => (colour ? paintState(cellText(state)) : cellText(state));
  const { element, state, reason, pairing, announcements, routers, peers, findings } = evidence;
  return [
    `${cellText(element)} is ${paint(state)}${reason === null ? '' : `: ${cellText(reason)}`}\n`,
    alignedText(facts(evidence)),
    section('PAIRING', table(pairing.map(pairingCells))),
    section('ANNOUNCEMENTS', announcements.map((announcement) => announcementText(announcement, paint)).join('')),
    section('PEERS', peers.map((peer) => peerText(peer, paint)).join('')),
    section('ROUTERS', routers.map((router) => routerText(router, paint)).join('')),
    section('FINDINGS', table(findings.map((id) => [id]))),
  ].join('');
}

const section = (title: string, body: string): string => `\n${title}\n${body === '' ? '  none\n' : body}`;

const table = (rows: readonly (readonly Cell[])[]): string =>
  alignedText(rows.map((cells) => cells.map((cell, index) => `${index === 0 ? '  ' : ''}${cellText(cell)}`)));

const facts = ({ required, missing, rulesVersion, pairedBy, transitions, flapping }: Evidence): string[][] => [
  ['paired by', cellText(`${pairedBy.strategy} ${pairedBy.key}`)],
  ['needs', required.map(cellText).join(' ')],
  ['missing', missing.length === 0 ? 'nothing' : missing.map(cellText).join(' ')],
  ['rules', `version ${rulesVersion}`],
  ['changes', `${transitions.length === 0 ? 'none' : transitions.join(' ')}${flapping ? ', flapping' : ''}`],
];

const pairingCells = ({ strategy, scope, key, peers, verdict }: Evidence['pairing'][number]): Cell[] => [
  strategy,
  `by ${scope}`,
  verdict,
  key ?? '-',
  peers.join(' '),
];

type Paint = (state: string) => string;

function announcementText(
  { role, serviceIp, peerIp, router, state, matchedRule, pipeline, views }: Announcement,
  paint: Paint,
) {
  const { announced, accepted, selected, advertised } = pipeline;
  return [
    `  ${cellText(role)} ${cellText(serviceIp)} from ${cellText(peerIp)} at ${cellText(router)}: ${paint(state)}, by rule ${cellText(matchedRule)}\n`,
    `    pre ${announced} → post ${accepted} → loc-rib ${selected} → out ${advertised}\n`,
    ...views.map((view) => `    ${cellText(saidText(view))}\n`),
  ].join('');
}

function saidText({ view, at, nextHop, asPath, communities, role, otherRoles }: Announcement['views'][number]): string {
  const roles = role === null ? 'no role' : [role, ...otherRoles.map((other) => `also ${other}`)].join(', ');
  const said = [
    `next hop ${nextHop ?? 'none'}`,
    `AS path ${asPath === '' ? 'empty' : asPath}`,
    `communities ${communities.length === 0 ? 'none' : communities.join(' ')}`,
  ];
  return `${view} since ${at}: ${roles}; ${said.join(', ')}`;
}

function peerText({ address, asn, router, state, since, downReason, feeds }: Peer, paint: Paint): string {
  const reason = downReason === null ? '' : `: ${cellText(downReason)}`;
  return [
    `  ${cellText(address)} AS ${asn} at ${cellText(router)}: ${paint(state)} since ${since}${reason}\n`,
    ...feeds.map(
      ({ view, family, state: ofFeed, endOfRib }) =>
        `    ${cellText(`${view} ${family}`)} ${paint(ofFeed)}, End-of-RIB ${cellText(endOfRib)}\n`,
    ),
  ].join('');
}

function routerText(
  { id, state, since, lostAt, terminationReason, synced }: Evidence['routers'][number],
  paint: Paint,
) {
  const told = [
    ...(synced ? [] : ['its dumps have not ended']),
    ...(lostAt === null ? [] : [`lost at ${lostAt}`]),
    ...(terminationReason === null ? [] : [`it said: ${cellText(terminationReason)}`]),
  ];
  return `  ${cellText(id)}: ${paint(state)} since ${since}${told.map((text) => `, ${text}`).join('')}\n`;
}
