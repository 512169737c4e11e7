import { describe, expect, it } from 'vitest';
import { nameOf } from './paired-elements.ts';
import { RouterVoice, type SessionOfElement, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

/** Two elements with BGP identifiers of their own, on machines that were never given a name. */
const pair = (link: number): [SessionOfElement, SessionOfElement] => [
  session(`192.168.${link}.2`, 65100, `${link}.0.0.1`),
  session(`192.168.${link}.6`, 65101, `${link}.0.0.1`),
];
const [trust, untrust] = pair(3);
const [otherTrust, otherUntrust] = pair(4);
const all = [trust, untrust, otherTrust, otherUntrust];

function announce(voice: RouterVoice, peer: SessionOfElement): RouterVoice {
  const side = peer.asn === 65100 ? 1 : 2;
  return voice.announce(peer, `11.${peer.bgpId.split('.')[0]}.0.${side}/32`, [`13979:${side}00`]);
}

function upWithOneName(): { voice: RouterVoice; told: ToldKnowledge } {
  const voice = new RouterVoice().open();
  for (const peer of all) announce(voice.peerUp(peer, nameOf('localhost', peer)), peer);
  for (const peer of all) voice.endOfRib(peer);
  return { voice, told: new ToldKnowledge().tell(voice.quiet(4).records()) };
}

const states = ({ knowledge }: ToldKnowledge): Record<string, string> =>
  Object.fromEntries([...knowledge.elements.values()].map(({ id, state }) => [id, state]));

describe('elements of one host name', () => {
  it('are told apart by their BGP identifiers', () => {
    expect(states(upWithOneName().told)).toEqual({ 'nj01emd~3.0.0.1': 'complete', 'nj01emd~4.0.0.1': 'complete' });
  });

  it('stay who they are when one of them goes, silently or with its sessions', () => {
    for (const end of ['withdraw', 'peerDown'] as const) {
      const { voice, told } = upWithOneName();
      for (const peer of [trust, untrust]) {
        if (end === 'peerDown') voice.peerDown(peer);
        else voice.withdraw(peer, `11.3.0.${peer === trust ? 1 : 2}/32`);
      }
      told.tell(voice.quiet(4).records());
      expect(states(told)).toEqual({ 'nj01emd~3.0.0.1': 'lost', 'nj01emd~4.0.0.1': 'complete' });
    }
  });
});

it('sessions with identifiers of their own still pair by a name that only they have', () => {
  const voice = new RouterVoice().open();
  const sides = [session('192.168.5.2', 65100, '5.0.0.1'), session('192.168.5.6', 65101, '5.0.0.2')];
  for (const peer of sides) announce(voice.peerUp(peer, nameOf('fw5', peer)), peer);
  for (const peer of sides) voice.endOfRib(peer);
  const told = new ToldKnowledge().tell(voice.quiet(4).records());
  expect(states(told)).toEqual({ 'nj01emd~fqdn~fw5.example.net': 'complete' });
});

it('a name is kept over a connection of which the router did not keep the OPEN', () => {
  const { voice, told } = (() => {
    const spoken = new RouterVoice().open();
    for (const peer of [trust, untrust]) announce(spoken.peerUp(peer, nameOf('fw3', peer)), peer).endOfRib(peer);
    return { voice: spoken, told: new ToldKnowledge().tell(spoken.quiet(4).records()) };
  })();
  voice.peerDown(trust).peerUp(trust);
  told.tell(announce(voice, trust).endOfRib(trust).quiet(4).records());
  expect(states(told)).toEqual({ 'nj01emd~fqdn~fw3.example.net': 'complete' });
});

it('an element whose second side comes a moment later is never called half-open', () => {
  const voice = new RouterVoice().open().peerUp(trust).peerUp(untrust);
  for (const peer of [trust, untrust]) voice.endOfRib(peer);
  const told = new ToldKnowledge().tell(voice.quiet(4).records());
  told.tell(announce(announce(voice, trust), untrust).quiet(1).records());
  const changes = told.news().filter(({ type }) => type === 'element.state-changed');
  expect(changes.map(({ data }) => `${data.from} -> ${data.to}`)).toEqual(['null -> learning', 'learning -> complete']);
});

it('an element whose second side does not come is half-open soon', () => {
  const voice = new RouterVoice().open().peerUp(trust).peerUp(untrust);
  for (const peer of [trust, untrust]) voice.endOfRib(peer);
  const told = new ToldKnowledge().tell(voice.quiet(4).records());
  told.tell(announce(voice, trust).quiet(1).records());
  expect(Object.values(states(told))).toEqual(['learning']);
  told.tell(voice.quiet(3).records());
  expect(Object.values(states(told))).toEqual(['half-open']);
});
