import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { DamageError, VersionError } from './octets.ts';

/*
 *   version u8 | crc32 u32, big endian, of all other octets | form u8: 0 plain, 1 zstd | the body in that form
 */
const headerLength = 6;
const checkedFrom = 5;
const forms = { plain: 0, zstd: 1 } as const;
/** Below this nothing is saved: the table bills by the kilobyte, and a compressor takes longer to set up than to run. */
const worthPacking = 768;

/** Level 9 saves a seventh of level 3, for twice its time, which is still little beside the rest. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 9 } };

export function sealed(version: number, body: Uint8Array): Uint8Array {
  const isPlain = body.length < worthPacking;
  const packed = isPlain ? body : zstdCompressSync(body, compression);
  const octets = new Uint8Array(headerLength + packed.length);
  octets[0] = version;
  octets[checkedFrom] = isPlain ? forms.plain : forms.zstd;
  octets.set(packed, headerLength);
  new DataView(octets.buffer).setUint32(1, checksumOf(octets));
  return octets;
}

/** Of the version too: one that was damaged is no version of another release. */
const checksumOf = (octets: Uint8Array): number => crc32(octets.subarray(checkedFrom), crc32(octets.subarray(0, 1)));

/**
 * The body, as a plain array: what is cut out of a Buffer by `slice` is no copy, and would keep all of it in memory.
 * @throws DamageError when the octets are not what `sealed` gave. @throws VersionError when another release wrote them
 */
export function unsealed(version: number, octets: unknown, largest: number): Uint8Array {
  if (!(octets instanceof Uint8Array)) throw new DamageError('no data', 0);
  if (octets.length < headerLength) throw new DamageError('cut off', octets.length);
  const checksum = new DataView(octets.buffer, octets.byteOffset).getUint32(1);
  if (checksum !== checksumOf(octets)) throw new DamageError('checksum does not match', 1);
  if (octets[0] !== version) throw new VersionError(octets[0] ?? 0, version);
  const packed = octets.subarray(headerLength);
  if (octets[checkedFrom] === forms.plain) return packed.slice();
  try {
    const { buffer, byteOffset, length } = zstdDecompressSync(packed, { maxOutputLength: largest });
    return new Uint8Array(buffer, byteOffset, length);
  } catch {
    throw new DamageError('cannot be decompressed', headerLength);
  }
}
