import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BmpDecoder } from '#protocol/bmp/decoder.ts';
import { encodeBmpMessage } from '#protocol/bmp/encode.ts';
import { type BmpMessage, messages } from '#protocol/bmp/messages/index.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { messageVectors } from '#test/fixtures/vectors/messages/index.ts';
import type { MessageVector, VersionedMessage } from '#test/fixtures/vectors/messages/parts.ts';
import { octets } from '#test/fixtures/vectors/vector.ts';
import { messagesOf } from './frames.ts';

function wire(code: number, { hex, version = 3 }: MessageVector<BmpMessage>): Uint8Array {
  const body = octets(...hex);
  return new Writer()
    .u8(version)
    .u32(6 + body.length)
    .u8(code)
    .bytes(body)
    .finish();
}

it.each(messages)('message $code $type has a vector and its code', ({ code, type }) => {
  expect(messageVectors[type].vectors.length).toBeGreaterThan(0);
  expect(messageVectors[type].code).toBe(code);
});

interface AnyVectors {
  code: number;
  vectors: readonly MessageVector<BmpMessage>[];
  arbitrary: fc.Arbitrary<VersionedMessage<BmpMessage>>;
}

for (const [type, { code, vectors, arbitrary }] of Object.entries<AnyVectors>(messageVectors)) {
  describe(type, () => {
    it.each(vectors)('$name: decodes', (vector) => {
      const [decoded] = messagesOf(wire(code, vector));
      expect(decoded?.message).toEqual(vector.value);
      expect(decoded).toMatchObject({ offset: 0, length: wire(code, vector).length, version: vector.version ?? 3 });
    });

    it.each(vectors)('$name: has the issues it should have', (vector) => {
      const [decoded] = messagesOf(wire(code, vector));
      const reasons = decoded?.message === null ? [] : decoded?.issues.map(({ reason }) => reason);
      // No Peer Up goes before a vector.
      expect(reasons?.filter((reason) => !reason.startsWith('no Peer Up'))).toEqual(vector.issues ?? []);
    });

    it.each(vectors.filter(({ decodeOnly }) => decodeOnly === undefined))('$name: encodes', (vector) => {
      expect(encodeBmpMessage(vector.value, { version: vector.version ?? 3 })).toEqual(wire(code, vector));
    });

    it.each(vectors)('$name: survives encode and decode', ({ value, version = 3 }) => {
      expect(messagesOf(encodeBmpMessage(value, { version }))[0]?.message).toEqual(value);
    });

    it('any message survives encode and decode, and its octets do', () => {
      fc.assert(
        fc.property(arbitrary, ({ version, message }) => {
          const bytes = encodeBmpMessage(message, { version });
          const decoded = messagesOf(bytes)[0]?.message;
          expect(decoded).toEqual(message);
          expect(decoded && encodeBmpMessage(decoded, { version })).toEqual(bytes);
        }),
      );
    });

    it.each(vectors)('$name: every truncation is a message or undecodable with a place', (vector) => {
      const whole = wire(code, vector);
      for (let length = 6; length < whole.length; length++) {
        const bytes = whole.slice(0, length);
        const decoded = new BmpDecoder().decode({ offset: 500, version: vector.version ?? 3, typeCode: code, bytes });
        if (decoded.message !== null) continue;
        expect(decoded.reason).not.toContain('internal error');
        expect(decoded.errorOffset).toBeLessThanOrEqual(500 + length);
        expect(decoded).toMatchObject({ offset: 500, length, typeCode: code, bytes });
      }
    });
  });
}
