import { type AnyAttribute, foldedAttributes, pathAttributes } from '#protocol/bgp/attributes/index.ts';
import { decodeCapability, encodeCapability } from '#protocol/bgp/capabilities/index.ts';
import { type BgpContext, type Issue, plainContext } from '#protocol/bgp/context.ts';
import type { Family, Nlri } from '#protocol/bgp/families/family.ts';
import { families, familyOf } from '#protocol/bgp/families/index.ts';
import { decodeRouteSet, encodeRoutes } from '#protocol/bgp/families/routes.ts';
import type { StructuredFamily } from '#protocol/bgp/families/structured-family.ts';
import { decodeBgpMessage, encodeBgpMessage } from '#protocol/bgp/message-types.ts';
import { decodeNotification, encodeNotification } from '#protocol/bgp/notification.ts';
import { decodeOpen, encodeOpen } from '#protocol/bgp/open.ts';
import { noNextHop } from '#protocol/bgp/route-set.ts';
import { decodeUpdate, encodeUpdate } from '#protocol/bgp/update.ts';
import { Reader } from '#protocol/bytes/reader.ts';
import { Writer } from '#protocol/bytes/writer.ts';
import { DecodeError } from '#protocol/errors.ts';
import { attributeVectors } from '#test/fixtures/vectors/attributes/index.ts';
import { bgpMessageVectors } from '#test/fixtures/vectors/bgp-messages.ts';
import { capabilityVectors } from '#test/fixtures/vectors/capabilities/index.ts';
import { familyVectors } from '#test/fixtures/vectors/families/index.ts';
import { opaqueFamilyVectors } from '#test/fixtures/vectors/families/opaque.ts';
import { notificationVectors } from '#test/fixtures/vectors/notification.ts';
import { openVectors } from '#test/fixtures/vectors/open.ts';
import { updateVectors } from '#test/fixtures/vectors/update.ts';
import {
  octets,
  type StructuredVectors,
  twoOctetAs,
  type Vectors,
  withAddPath,
  withMultipleLabels,
} from '#test/fixtures/vectors/vector.ts';
import { octetsOf } from './corpus.ts';
import { joined, mutated } from './mutation.ts';
import type { Random } from './random.ts';
import { expectSame } from './same.ts';
import { allowing, type Target } from './target.ts';

interface Codec<Value> {
  decode(reader: Reader, session: BgpContext, issues: Issue[]): Value;
  encode(writer: Writer, value: Value, session: BgpContext): void;
  /** Whatever else is done with values. */
  use?(value: Value): void;
  /** A session with two octets for AS numbers puts the longer ones into an attribute of their own. */
  isPartOfUpdate?: true;
  /** What came without a remark comes back as it was. */
  isExact?: boolean;
}

const sessions = [plainContext, twoOctetAs, withAddPath, withMultipleLabels];

/** Octets give a value or a DecodeError; a value can be written, and what is written reads the same and is written the same. */
function target<Value>(name: string, codec: Codec<Value>, corpus: readonly Uint8Array[]): Target {
  return {
    name,
    input: (random) => octetsLike(corpus, random),
    check(input, random) {
      const session = random.pick(sessions);
      const issues: Issue[] = [];
      const value = allowing([DecodeError], () => read(codec, input, session, issues));
      if (value === null) return;
      codec.use?.(value);
      if (issues.some(cannotComeBack) || (codec.isPartOfUpdate && !session.fourOctetAs)) return;
      const written = write(codec, value, session);
      const again = read(codec, written, session, []);
      expectSame('value', value, again);
      expectSame('octets', codec.isExact && issues.length === 0 ? input : written, write(codec, again, session));
    },
  };
}

/** What had to be repaired (RFC 7606), and what is written otherwise than the session says. */
const cannotComeBack = ({ outcome, reason }: Issue): boolean =>
  outcome !== 'note' || reason === 'no path identifiers despite ADD-PATH' || /^AS numbers of . octets/.test(reason);

function octetsLike(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  if (random.oneIn(10)) return random.octets(random.below(60));
  return random.oneIn(300) ? many(corpus, random) : mutated(random.pick(corpus), random);
}

/** About as many as an UPDATE can hold. */
function many(corpus: readonly Uint8Array[], random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let length = 0; length < 60_000; ) {
    const part = random.oneIn(4) ? mutated(random.pick(corpus), random) : random.pick(corpus);
    parts.push(part);
    length += part.length + 1;
  }
  return joined(...parts);
}

function read<Value>(codec: Codec<Value>, input: Uint8Array, session: BgpContext, issues: Issue[]): Value {
  const reader = Reader.over(input);
  const value = codec.decode(reader, session, issues);
  reader.expectEnd();
  return value;
}

function write<Value>(codec: Codec<Value>, value: Value, session: BgpContext): Uint8Array {
  const writer = new Writer(1);
  codec.encode(writer, value, session);
  return writer.finish();
}

const ofVectors = <Value>(name: string, codec: Codec<Value>, vectors: Vectors<Value>): Target =>
  target(
    name,
    codec,
    octetsOf(vectors, (value) => write(codec, value, plainContext)),
  );

const noVectors: Vectors<unknown> = { vectors: [], malformed: [] };

/** AGGREGATOR of another width, the reserved octet of MP_REACH_NLRI, bits of prefixes behind their length. */
const normalisedAttributes = [7, 14, 15];

export const attributes: readonly Target[] = ([...pathAttributes, ...foldedAttributes] as readonly AnyAttribute[]).map(
  (entry) =>
    ofVectors(
      `attribute ${entry.code} ${entry.name}`,
      {
        decode: (reader, session, issues) => entry.decode(reader, { session, issues }),
        encode: entry.encode,
        use: (value) => void JSON.stringify(entry.toJson(value)),
        isPartOfUpdate: true,
        isExact: !normalisedAttributes.includes(entry.code),
      },
      attributeVectors[entry.name] ?? noVectors,
    ),
);

function familyCodec(family: Family): Codec<Nlri[]> {
  return {
    decode: (reader, session, issues) => [
      ...decodeRouteSet(reader, family, noNextHop, { session, issues, withdrawn: false }).routes,
    ],
    encode: (writer, routes, session) => encodeRoutes(writer, family, routes, session),
    use(routes) {
      for (const route of routes) JSON.stringify([family.format(route), family.key(route), family.describe(route)]);
      if (isStructured(family)) for (const route of routes) expectWritable(family, route);
    },
  };
}

const isStructured = (family: Family): family is StructuredFamily<unknown> => 'toNlri' in family;

function expectWritable(family: StructuredFamily<unknown>, route: Nlri): void {
  const value = family.fromNlri(route);
  if (value === null) return;
  const written = family.toNlri(value, route.pathId);
  expectSame('value of NLRI', value, family.fromNlri(written));
  if (!isLongFlowspec(family, route)) expectSame('NLRI', route, written);
  expectSame('key', family.key(route), family.key(written));
}

/** RFC 8955 §4.1: a length that would fit into one octet may have come in two. */
const isLongFlowspec = ({ name }: Family, { nlri }: Nlri): boolean =>
  name.endsWith('flowspec') && (nlri?.[0] ?? 0) >= 0xf0;

function familyTarget(family: Family): Target {
  const codec = familyCodec(family);
  const vectors = familyVectors.get(`${family.afi}-${family.safi}-${family.name}`);
  if (vectors === undefined) return ofVectors(`family ${family.name}`, codec, opaqueFamilyVectors);
  if (!isStructured(family)) return ofVectors(`family ${family.name}`, codec, vectors as Vectors<Nlri[]>);
  const nlri = (value: unknown): Uint8Array => family.toNlri(value).nlri ?? octets();
  return target(`family ${family.name}`, codec, octetsOf(vectors as StructuredVectors<unknown>, nlri));
}

export const allFamilies: readonly Target[] = [...families, familyOf(57, 65)].map(familyTarget);

export const capabilities: readonly Target[] = [...capabilityVectors].map(([name, vectors]) =>
  ofVectors(`capability ${name}`, { decode: decodeCapability, encode: encodeCapability }, vectors),
);

export const bgpMessages: readonly Target[] = [
  ofVectors('OPEN', { decode: (reader, _, issues) => decodeOpen(reader, issues), encode: encodeOpen }, openVectors),
  ofVectors('NOTIFICATION', { decode: decodeNotification, encode: encodeNotification }, notificationVectors),
  ofVectors(
    'BGP message',
    {
      decode: (reader, session, issues) => decodeBgpMessage(reader, { session, issues }),
      encode: encodeBgpMessage,
    },
    bgpMessageVectors,
  ),
  ofVectors(
    'UPDATE',
    {
      decode(reader, session, issues) {
        const update = decodeUpdate(reader, session);
        issues.push(...update.issues);
        return update;
      },
      encode: (writer, update, session) => void writer.bytes(encodeUpdate(update, session)),
    },
    updateVectors,
  ),
];
