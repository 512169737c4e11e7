import { expect, it } from 'vitest';
import { asServed } from '#model/feed.ts';
import { RouterVoice, session } from './router-voice.ts';
import { ToldKnowledge } from './told-knowledge.ts';

const trust = session('192.168.1.2', 65100, '11.11.11.11');

function served(told: ToldKnowledge): string[] {
  const { router, peers } = told.knowledge;
  const peer = peers.get('nj01emd~192.168.1.2');
  if (!router || !peer) throw new Error('not known');
  const { state, feeds } = asServed(peer, router.session);
  return [state, ...feeds.map((feed) => feed.state)];
}

it('a peer and its feeds are stale from the loss of the router until the peer is heard of again', () => {
  const voice = new RouterVoice().open().peerUp(trust).announce(trust, '11.11.11.1/32', ['13979:100']).endOfRib(trust);
  const told = new ToldKnowledge().tell(voice.records());
  expect(served(told)).toEqual(['up', 'synced']);
  told.tell(voice.lose().records());
  expect(served(told)).toEqual(['up', 'synced']);
  told.tell(voice.sweep('session-stale').records());
  expect(served(told)).toEqual(['stale', 'stale']);
  told.tell(voice.open().records());
  expect(served(told)).toEqual(['stale', 'stale']);
  told.tell(voice.peerUp(trust).records());
  expect(served(told)).toEqual(['up', 'learning']);
});
