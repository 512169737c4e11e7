import { hexOf } from '#protocol/net/hex.ts';

/** SHA-256 (FIPS 180-4 §6.2), for names of what is too long to be a name: node:crypto is not for this room. */

const rounds = 64;
const blockOctets = 64;
const lengthOctets = 8;

/** The first 32 bits of the fractional part. */
const fraction = (root: number): number => Math.floor((root % 1) * 2 ** 32);

const primes: number[] = [];
for (let number = 2; primes.length < rounds; number++)
  if (primes.every((prime) => number % prime !== 0)) primes.push(number);

const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const constants = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));

export function sha256Hex(octets: Uint8Array): string {
  const message = padded(octets);
  const view = new DataView(message.buffer);
  const state = Uint32Array.from(initial);
  for (let at = 0; at < message.length; at += blockOctets) compress(state, scheduleOf(view, at));
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) digest.setUint32(index * 4, word);
  return hexOf(new Uint8Array(digest.buffer));
}

function padded(octets: Uint8Array): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil((octets.length + 1 + lengthOctets) / blockOctets);
  const message = new Uint8Array(blocks * blockOctets);
  message.set(octets);
  message[octets.length] = 0x80;
  new DataView(message.buffer).setBigUint64(message.length - lengthOctets, BigInt(octets.length) * 8n);
  return message;
}

function scheduleOf(view: DataView, at: number): Uint32Array {
  const words = new Uint32Array(rounds);
  const word = (index: number): number => words[index] ?? 0;
  for (let index = 0; index < 16; index++) words[index] = view.getUint32(at + index * 4);
  for (let index = 16; index < rounds; index++) {
    const far = word(index - 15);
    const near = word(index - 2);
    const mixedFar = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
    const mixedNear = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
    words[index] = word(index - 16) + mixedFar + word(index - 7) + mixedNear;
  }
  return words;
}

function compress(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < rounds; round++) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sumOfE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const sumOfA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const first = (h + sumOfE + choice + (constants[round] ?? 0) + (words[round] ?? 0)) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sumOfA + majority) | 0];
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) + value;
}

const rotated = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));
