import { writeRules } from '#functions/rules-book.ts';
import { createSweep } from '#functions/sweep/sweep.ts';
import { defaultRules } from '#model/rules/default-rules.ts';
import { discoveryRules, type WrittenRules } from '#model/rules/discovery-rules.ts';
import { defaultTimings } from '#model/timings.ts';
import type { Store } from '#rib/store/store.ts';
import { type RouterVoice, session } from '../../model/router-voice.ts';
import type { Put } from './stream.ts';

export const trust = session('192.168.1.2', 65100, '11.11.11.11');
export const untrust = session('192.168.1.6', 65101, '11.11.11.11');
export const views = ['adj-rib-in-pre', 'adj-rib-in-post'] as const;

/** An element with two routes of which the default rules know no role. */
export function announceElement(voice: RouterVoice): RouterVoice {
  for (const view of views) {
    voice.announce(trust, '11.11.11.1/32', ['13979:100'], view).announce(untrust, '11.11.11.2/32', ['13979:200'], view);
    voice.announce(trust, '11.11.12.1/32', ['65000:1'], view).announce(trust, '10.0.0.0/8', [], view);
  }
  for (const view of views) voice.endOfRib(trust, view).endOfRib(untrust, view);
  return voice;
}

export const openElement = (voice: RouterVoice, more: { partitions?: number } = {}): RouterVoice =>
  announceElement(voice.open(more).peerUp(trust).peerUp(untrust));

export const write = (store: Store, version: number, rules: Partial<WrittenRules>): Promise<boolean> =>
  writeRules(store, {
    version,
    rules: discoveryRules.parse({ ...defaultRules, ...rules }),
    writtenAt: Date.UTC(2026, 10, 1),
    comment: null,
    author: null,
  });

/** What the sweep says of the rules. */
export async function swept(store: Store, now: () => number): Promise<Put[]> {
  const puts: Put[] = [];
  const put = async (partitionKey: string, data: Uint8Array) => {
    puts.push({ partitionKey, data });
  };
  await createSweep({ store, stream: { put }, timings: defaultTimings, now }).run();
  return puts;
}

/** Roles by other names, and one for what the default rules do not know. */
export const renamed: Partial<WrittenRules> = {
  roles: [
    { name: 'inside', role: 'inside', communities: ['13979:100', '65000:1'] },
    { name: 'outside', role: 'outside', communities: ['13979:200'] },
  ],
  profiles: [{ name: 'two-arm', roles: ['inside', 'outside'] }],
};
