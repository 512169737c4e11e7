import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

type Octets = string | ArrayBuffer | ArrayBufferView;

/** SHA-256 in the form that signers of AWS requests take: HMAC when made with a key. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: Octets) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', octetsOf(secret));
  }

  update(data: Octets): void {
    this.#hash.update(octetsOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function octetsOf(data: Octets): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  if (!ArrayBuffer.isView(data)) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
