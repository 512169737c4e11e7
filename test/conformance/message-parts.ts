import { Reader } from '#protocol/bytes/reader.ts';
import { hexOf } from '#protocol/net/hex.ts';

/** A piece of a BMP message that has a name, so that two forms of one message can be laid side by side. */
export interface Part {
  name: string;
  octets: string;
  /** Of a path attribute, in hex. */
  flags: string | null;
  /** What the octets hold when their framing is taken off, where that may differ. */
  content: string | null;
}

const bmpHeaderLength = 6;
const peerHeaderLength = 42;
const bgpHeaderLength = 19;
const types = { routeMonitoring: 0, peerUp: 3 } as const;

/** Cut by length fields alone, with nothing of the codec but its cursor. */
export function partsOf(bytes: Uint8Array): Part[] {
  const reader = Reader.over(bytes);
  const type = bytes[bmpHeaderLength - 1];
  reader.skip(bmpHeaderLength);
  if (type !== types.routeMonitoring && type !== types.peerUp) return [plain('body', reader.rest())];
  const parts = [plain('per-peer header', reader.take(peerHeaderLength))];
  if (type === types.peerUp) {
    parts.push(plain('addresses', reader.take(20)));
    for (const which of ['sent', 'received']) parts.push(openPart(`OPEN ${which}`, reader));
  } else if (bytes[0] === 3) {
    for (let index = 0; reader.remaining >= bgpHeaderLength && reader.peek() === 0xff; index++)
      parts.push(...updateParts(index === 0 ? '' : `update ${index + 1} `, reader));
  }
  return [...parts, plain('rest', reader.rest())];
}

const plain = (name: string, octets: Uint8Array): Part => ({ name, octets: hexOf(octets), flags: null, content: null });

/** Behind marker (16), length (2) and type (1). */
function bgpBody(reader: Reader): Reader {
  reader.skip(16);
  const body = reader.sub(reader.u16() - 18);
  body.skip(1);
  return body;
}

/** Its content is all but the lengths of the optional parameters, RFC 4271 §4.2. */
function openPart(name: string, reader: Reader): Part {
  const body = bgpBody(reader);
  const octets = hexOf(body.peekRest());
  if (body.remaining === 0) return { name, octets, flags: null, content: null };
  const fixed = hexOf(body.take(9));
  const parameters = body.sub(body.u8());
  let content = fixed;
  while (parameters.remaining > 0) {
    const type = parameters.u8();
    const value = hexOf(parameters.take(parameters.u8()));
    content += type === 2 ? value : `parameter ${type}: ${value}`;
  }
  return { name, octets, flags: null, content };
}

function updateParts(prefix: string, reader: Reader): Part[] {
  const body = bgpBody(reader);
  const parts = [plain(`${prefix}withdrawn routes`, body.take(body.u16()))];
  const attributes = body.sub(body.u16());
  while (attributes.remaining > 0) {
    const flags = attributes.u8();
    const name = `${prefix}attribute ${attributes.u8()}`;
    const length = (flags & 0x10) === 0 ? attributes.u8() : attributes.u16();
    parts.push({ name, octets: hexOf(attributes.take(length)), flags: flags.toString(16), content: null });
  }
  return [...parts, plain(`${prefix}NLRI`, body.rest())];
}
