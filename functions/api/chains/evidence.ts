import type { Evidence } from '#model/api-chain-rows.ts';
import { partitionKeys } from '#model/partition.ts';
import type { AnnouncementState, FindingState, PeerState, RouterState } from '#model/state.ts';
import { views } from '#model/views.ts';
import { timeText, timeTextOrNull } from '../http/clock.ts';
import { announcementRows, announcementSortKey } from './announcement-rows.ts';
import type { ElementPremises } from './element-premises.ts';
import { pairingTrail } from './pairing-trail.ts';

/** Why an element is in its state. */
export function evidenceOf(premises: ElementPremises, findings: readonly FindingState[]): Evidence {
  const { element, rules, routers, peers } = premises;
  const { id, state, reason, required, missing, flap } = element;
  const pairing = pairingTrail(premises);
  const subjects = subjectsOf(premises, pairing);
  return {
    element: id,
    state,
    reason,
    required,
    missing,
    rulesVersion: rules.version,
    pairedBy: { strategy: element.pairing.strategy, key: element.pairing.key, scope: element.pairing.scope },
    routers: routers.map(routerEvidence),
    peers: peers.map(peerEvidence),
    announcements: announcementEvidence(premises),
    pairing,
    transitions: flap.transitions.map(timeText),
    flapping: flap.flapping,
    findings: findings
      .filter(({ subject }) => subjects.has(subject))
      .map((finding) => finding.id)
      .sort(),
  };
}

const routerEvidence = ({ id, session }: RouterState): Evidence['routers'][number] => ({
  id,
  state: session.state,
  since: timeText(session.since),
  lostAt: timeTextOrNull(session.lostAt),
  terminationReason: session.terminationReason,
  synced: session.synced,
});

const peerEvidence = (peer: PeerState): Evidence['peers'][number] => ({
  id: peer.id,
  router: peer.routerId,
  address: peer.address,
  asn: peer.asn,
  bgpId: peer.bgpId,
  state: peer.state,
  since: timeText(peer.since),
  downReason: peer.downReason,
  feeds: peer.feeds.map(({ view, family, state, endOfRib }) => ({ view, family, state, endOfRib })),
});

function announcementEvidence({ announcements, allAnnouncements }: ElementPremises): Evidence['announcements'] {
  const own = new Map(announcements.map((announcement) => [announcement.id, announcement]));
  return announcementRows(allAnnouncements)
    .flatMap((row) => {
      const said = own.get(row.id);
      return said === undefined ? [] : [{ key: announcementSortKey(row), row: { ...row, views: viewsOf(said) } }];
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}

/** Each view's own words, from what the neighbour said to what was said to others. */
function viewsOf(announcement: AnnouncementState): Evidence['announcements'][number]['views'] {
  return views.flatMap((view) => {
    const said = announcement.views[view];
    if (said === undefined) return [];
    const { at, nextHop, asPath, communities, role, matchedRule, otherRoles } = said;
    return [{ view, at: timeText(at), nextHop, asPath, communities, role, matchedRule, otherRoles }];
  });
}

/** What findings that bear on the element are about. */
function subjectsOf({ element, parts, routers, peers, announcements }: ElementPremises, pairing: Evidence['pairing']) {
  const keys = routers.flatMap(({ id, partitions }) => partitionKeys(id, partitions));
  const conflicts = routers.flatMap(({ id }) => pairing.map(({ strategy, key }) => `${id}~${strategy}~${key}`));
  const services = Object.entries(element.services).flatMap(([role, all]) =>
    all.map(({ prefix, routeDistinguisher }) =>
      [role, ...(routeDistinguisher === null ? [] : [routeDistinguisher]), prefix].join('~'),
    ),
  );
  const things = [element, ...parts, ...peers, ...announcements].map(({ id }) => id);
  return new Set([...things, ...keys, ...conflicts, ...services]);
}
