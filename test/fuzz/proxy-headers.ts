import { maxProxyHeaderLength, ProxyHeaderError, parseProxyHeader } from '#collector/access/proxy-header.ts';
import { proxyHeader } from '#test/collector/access/proxy-headers.ts';
import { joined, mutated } from './mutation.ts';
import type { Random } from './random.ts';
import { expectSame } from './same.ts';
import { allowing, Fault, type Target } from './target.ts';

const source = (random: Random): string => (random.oneIn(2) ? '192.0.2.7' : '2001:db8::7');

/** A header of bounded length, a wish for more, or an error: and what follows it changes nothing. */
export const proxyHeaders: readonly Target[] = [
  {
    name: 'PROXY header',
    input: (random) => mutated(proxyHeader({ source: source(random), tlvs: random.octets(random.below(40)) }), random),
    check(input, random) {
      const header = allowing([ProxyHeaderError], () => parseProxyHeader(input));
      if (header === null) return;
      if (header.length > Math.min(input.length, maxProxyHeaderLength)) throw new Fault(`${header.length} octets`);
      expectSame('with more behind', header, parseProxyHeader(joined(input, random.octets(20))));
    },
  },
];
