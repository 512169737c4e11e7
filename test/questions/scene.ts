import type { AttributeSet } from '#model/record.ts';
import type { View } from '#protocol/bmp/peer-header.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { nlri, RouterVoice, type SessionOfElement, session } from '../model/router-voice.ts';

/** The network of docs/questions.md: two routers at two locations, and something of everything that can be wrong. */

const minute = 60_000;
const pre: View = 'adj-rib-in-pre';
const post: View = 'adj-rib-in-post';

interface Sides {
  trust: SessionOfElement;
  untrust: SessionOfElement;
  number: number;
}

const sidesOf = (link: number, number: number): Sides => ({
  trust: session(`192.168.${link}.2`, 65100, `${number}.${number}.${number}.${number}`),
  untrust: session(`192.168.${link}.6`, 65101, `${number}.${number}.${number}.${number}`),
  number,
});

const locRib: SessionOfElement = { ...session('0.0.0.0', 65000, '10.0.0.1'), type: 'loc-rib' };
const neighbour = session('192.168.200.2', 65200, '200.0.0.1');
const stranger = session('192.168.9.2', 65100, '19.19.19.19');
const controller = session('192.168.254.2', 65000, '254.0.0.1');

const [sc1, sc2, sc3] = [sidesOf(1, 11), sidesOf(2, 12), sidesOf(3, 13)];
const sc5 = sidesOf(5, 15);

/** A voice that began to speak so many minutes before `now`. */
function voiceAt(routerId: string, now: number): RouterVoice {
  const voice = new RouterVoice(routerId);
  voice.now = now - 20 * minute;
  return voice;
}

const prefixOf = ({ number }: Sides, side: 1 | 2): string => `${number}.${number}.${number}.${side}/32`;

function announceSides(voice: RouterVoice, sides: Sides, views: readonly View[] = [pre, post]): void {
  for (const view of views) {
    voice.announce(sides.trust, prefixOf(sides, 1), ['13979:100'], view);
    voice.announce(sides.untrust, prefixOf(sides, 2), ['13979:200'], view);
  }
}

/** Flowspec: what is for this /24 goes to that address (draft-ietf-idr-flowspec-redirect-ip). */
function redirect(voice: RouterVoice, third: string, address: string): void {
  const route = { ...nlri('0.0.0.0/0'), address: new Uint8Array(), nlri: octets(`0501180a00${third}`) };
  const attributes: Partial<AttributeSet> = { extendedCommunities: [octets(`010c${address}0000`)] };
  voice.announceNlri(controller, route, attributes, pre, { afi: 1, safi: 133 });
}

/** What nj01emd has selected: not the untrust side of sc2. */
const best = [
  { from: sc1.trust, prefix: prefixOf(sc1, 1), tag: '13979:100' },
  { from: sc1.untrust, prefix: prefixOf(sc1, 2), tag: '13979:200' },
  { from: sc3.trust, prefix: prefixOf(sc3, 1), tag: '13979:100' },
];

/** nj01emd: sc1 whole, sc2 without its trust side, sc3 with a side that policy rejects, a stranger, two redirects. */
function nj01emd(now: number): RouterVoice {
  const voice = voiceAt('nj01emd', now).open();
  const elements = [sc1, sc2, sc3];
  const peers = [
    ...elements.flatMap(({ trust, untrust }) => [trust, untrust]),
    stranger,
    neighbour,
    controller,
    locRib,
  ];
  for (const peer of peers) voice.peerUp(peer);
  announceSides(voice, sc2);
  announceSides(voice, sc1, [pre]);
  voice.announce(sc1.trust, prefixOf(sc1, 1), ['13979:100'], post, { localPref: 200 });
  voice.announce(sc1.untrust, prefixOf(sc1, 2), ['13979:200'], post);
  announceSides(voice, sc3, [pre]);
  voice.announce(sc3.trust, prefixOf(sc3, 1), ['13979:100'], post);
  for (const { from, prefix, tag } of best) voice.announce(locRib, prefix, [tag], 'loc-rib', { nextHop: from.address });
  voice.announce(neighbour, prefixOf(sc1, 1), ['13979:100'], 'adj-rib-out-pre', { nextHop: '192.168.200.1' });
  voice.announce(stranger, '9.9.9.9/32', ['13979:999']).announce(stranger, '19.19.19.1/32', ['13979:100', '13979:200']);
  redirect(voice, '01', '0b0b0b01');
  redirect(voice, '02', '0c0c0c01');
  for (const peer of peers) {
    voice.endOfRib(peer);
    if (peer !== stranger && peer !== locRib) voice.endOfRib(peer, post);
  }
  voice.quiet(5).quiet(10).quiet(30);
  voice.withdraw(sc2.trust, prefixOf(sc2, 1), post).withdraw(sc2.trust, prefixOf(sc2, 1));
  return voice.quiet(10).quiet(60);
}

/** la06emd: sc5, which serves an address of sc1, too. */
function la06emd(now: number): RouterVoice {
  const voice = voiceAt('la06emd', now).open({ bgpId: '10.0.0.3' });
  voice.peerUp(sc5.trust).peerUp(sc5.untrust);
  announceSides(voice, sc5);
  for (const view of [pre, post]) voice.announce(sc5.trust, prefixOf(sc1, 1), ['13979:100'], view);
  for (const peer of [sc5.trust, sc5.untrust]) voice.endOfRib(peer).endOfRib(peer, post);
  return voice.quiet(5).quiet(30);
}

export const voices = (now: number): RouterVoice[] => [nj01emd(now), la06emd(now)];
