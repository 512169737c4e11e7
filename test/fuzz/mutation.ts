import type { Random } from './random.ts';

type Mutation = (octets: Uint8Array, random: Random) => Uint8Array;

/** Numbers at which length fields and counters break. */
const edges = [0, 1, 2, 3, 4, 0x0f, 0x10, 0x1f, 0x20, 0x21, 0x3f, 0x40, 0x7f, 0x80, 0x81, 0xc0, 0xf0, 0xfe, 0xff];

const mutations: readonly Mutation[] = [
  changed((octet, random) => octet ^ (1 << random.below(8))),
  changed((_, random) => random.below(256)),
  changed((_, random) => random.pick(edges)),
  changed((octet, random) => octet + (random.oneIn(2) ? 1 : -1)),
  (octets, random) => octets.slice(0, random.below(octets.length + 1)),
  (octets, random) => {
    const [from, to] = range(octets, random);
    return joined(octets.subarray(0, from), octets.subarray(to));
  },
  (octets, random) => {
    const [from, to] = range(octets, random);
    return joined(octets.subarray(0, to), octets.subarray(from));
  },
  (octets, random) => {
    const at = random.below(octets.length + 1);
    return joined(octets.subarray(0, at), random.octets(1 + random.below(8)), octets.subarray(at));
  },
  (octets, random) => joined(octets, random.octets(1 + random.below(16))),
];

function changed(change: (octet: number, random: Random) => number): Mutation {
  return (octets, random) => {
    const copy = octets.slice();
    const at = random.below(copy.length);
    if (copy.length > 0) copy[at] = change(copy[at] ?? 0, random);
    return copy;
  };
}

/** Short ones more often than long ones. */
function range(octets: Uint8Array, random: Random): [from: number, to: number] {
  const from = random.below(octets.length);
  return [from, Math.min(octets.length, from + 1 + random.below(random.oneIn(4) ? octets.length : 8))];
}

/** Most often changed in one place, and sometimes in many or none. */
export function mutated(octets: Uint8Array, random: Random): Uint8Array {
  const count = random.pick([0, 1, 1, 1, 1, 2, 2, 3, 4, 8, 16]);
  let result = octets;
  for (let done = 0; done < count; done++) result = random.pick(mutations)(result, random);
  return result;
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Cut where chance will have it; nothing is lost. */
export function* cut(octets: Uint8Array, random: Random): Generator<Uint8Array> {
  const longest = random.pick([1, 7, 64, 1500, 65_536]);
  for (let at = 0; at < octets.length; ) {
    const length = 1 + random.below(longest);
    yield octets.slice(at, at + length);
    at += length;
  }
}
