import type { WrittenRules } from '#model/rules/discovery-rules.ts';
import { RouterVoice, type SessionOfElement, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

export type PairingRule = WrittenRules['pairing'][number];

/** Two elements whose sessions have each a BGP identifier of its own. */
export const trust = session('192.168.1.2', 65100, '10.1.0.1');
export const untrust = session('192.168.1.6', 65101, '10.1.0.2');
export const otherTrust = session('192.168.2.2', 65100, '10.2.0.1');
export const otherUntrust = session('192.168.2.6', 65101, '10.2.0.2');
export const all = [trust, untrust, otherTrust, otherUntrust];

interface Said {
  prefix: string;
  tag: string;
  element?: number;
}

export const services = new Map<SessionOfElement, Said>([
  [trust, { prefix: '11.1.0.1/32', tag: '13979:100', element: 7 }],
  [untrust, { prefix: '11.1.0.2/32', tag: '13979:200', element: 7 }],
  [otherTrust, { prefix: '11.2.0.1/32', tag: '13979:100', element: 8 }],
  [otherUntrust, { prefix: '11.2.0.2/32', tag: '13979:200', element: 8 }],
]);

/** FQDN capability, draft-walton-bgp-hostname-capability. */
export const nameOf = (host: string, { asn, bgpId }: SessionOfElement) => {
  const part = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
  const capabilities = [{ code: 73, value: Uint8Array.from([...part(host), ...part('example.net')]) }];
  return { receivedOpen: { asn, bgpId, holdTime: 180, capabilities } };
};
export const hosts = new Map(
  [trust, untrust, otherTrust, otherUntrust].map((peer, index) => [peer, `fw${index >> 1}`]),
);

export function announce(voice: RouterVoice, ...peers: SessionOfElement[]): RouterVoice {
  for (const peer of peers) {
    const { prefix, tag, element } = services.get(peer) ?? { prefix: '11.9.9.9/32', tag: '13979:100' };
    const largeCommunities: [number, number, number][] = element === undefined ? [] : [[13979, 1, element]];
    voice.announce(peer, prefix, [tag], 'adj-rib-in-pre', { largeCommunities });
  }
  return voice;
}

export function come(voice: RouterVoice, peers: readonly SessionOfElement[]): RouterVoice {
  voice.open();
  for (const peer of peers) {
    const host = hosts.get(peer);
    voice.peerUp(peer, host === undefined ? {} : nameOf(host, peer));
  }
  announce(voice, ...peers);
  for (const peer of peers) voice.endOfRib(peer);
  return voice.quiet(4);
}

export const paired = (pairing: PairingRule[], peers: readonly SessionOfElement[] = all) => {
  const voice = new RouterVoice();
  const told = new ToldKnowledge({ pairing }).tell(come(voice, peers).records());
  return { voice, told };
};

/** Subjects of the conflicts that are told. */
export const conflicts = (told: ToldKnowledge): string[] =>
  [...told.knowledge.findings.values()].filter(({ kind }) => kind === 'pairing-conflict').map(({ subject }) => subject);
