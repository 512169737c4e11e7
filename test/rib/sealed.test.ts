import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DamageError, VersionError } from '#rib/octets/octets.ts';
import { sealed, unsealed } from '#rib/octets/sealed.ts';

const largest = 10_000;
const bodies: [string, Uint8Array][] = [
  ['nothing', new Uint8Array(0)],
  ['a few octets', Uint8Array.of(1, 2, 3)],
  ['what compresses', new Uint8Array(5000).fill(7)],
  ['what does not', new Uint8Array(randomBytes(5000))],
];

describe.each(bodies)('%s, sealed', (_, body) => {
  const octets = sealed(3, body);

  it('comes back as it was, in memory of its own', () => {
    const opened = unsealed(3, octets, largest);
    expect(opened).toEqual(body);
    expect(Object.getPrototypeOf(opened)).toBe(Uint8Array.prototype);
    expect(opened.buffer).not.toBe(octets.buffer);
  });

  it('is refused cut off anywhere', () => {
    for (let length = 0; length < octets.length; length += 1) {
      expect(() => unsealed(3, octets.subarray(0, length), largest)).toThrow(DamageError);
    }
  });

  it('is refused with any bit of its header, or some of its body, turned: so is a damaged version', () => {
    for (let bit = 0; bit < octets.length * 8; bit += bit < 64 ? 1 : 61) {
      const damaged = octets.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unsealed(3, damaged, largest), `bit ${bit}`).toThrow(DamageError);
    }
  });

  it('is not given up as damaged by a reader of another version', () => {
    expect(() => unsealed(4, octets, largest)).toThrow(VersionError);
    expect(() => unsealed(4, octets, largest)).toThrow('version 3 is not known; 4 is');
  });
});

it('what unpacks to more than it may is refused', () => {
  expect(() => unsealed(1, sealed(1, new Uint8Array(largest + 1)), largest)).toThrow(DamageError);
});
