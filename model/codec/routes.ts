import type { PbfReader, PbfWriter } from 'pbf';
import type { Nlri } from '#protocol/bgp/families/family.ts';
import {
  embedded,
  type Field,
  fieldsOf,
  number,
  numbers,
  octets,
  RecordError,
  readEnd,
  readMessage,
  wire,
  writeNumber,
  writeOctets,
  writeOptionalNumber,
  writeOptionalOctets,
} from './wire.ts';

/** Nothing but a prefix and perhaps a path id: the compact form holds it. */
const isPlain = (route: Nlri): boolean =>
  route.routeDistinguisher === null &&
  route.labels === null &&
  route.nlri === null &&
  route.address.length === (route.prefixLength + 7) >> 3 &&
  route.prefixLength < 256;

function isCompact(routes: readonly Nlri[]): boolean {
  const hasPathId = routes[0]?.pathId !== null;
  for (const route of routes) if (!isPlain(route) || (route.pathId !== null) !== hasPathId) return false;
  return true;
}

/** Objects, or the octets of field `prefixes` of message Routes. */
export type RoutesToWrite = readonly Nlri[] | Uint8Array;

/** Message Routes of record.proto. */
export function writeRoutes(routes: RoutesToWrite, pbf: PbfWriter): void {
  if (routes.length === 0) return;
  if (routes instanceof Uint8Array) {
    pbf.writeBytesField(1, routes);
    return;
  }
  if (!isCompact(routes)) {
    for (const route of routes) pbf.writeMessage(3, writeRoute, route);
    return;
  }
  pbf.writeMessage(1, writePrefixes, routes);
  if (routes[0]?.pathId !== null)
    pbf.writePackedVarint(
      2,
      Array.from(routes, (route) => route.pathId ?? 0),
    );
}

function writePrefixes(routes: readonly Nlri[], pbf: PbfWriter): void {
  for (const { prefixLength, address } of routes) {
    const { length } = address;
    if (pbf.pos + length >= pbf.length) pbf.realloc(length + 1);
    const { buf } = pbf;
    let position = pbf.pos;
    buf[position++] = prefixLength;
    for (let index = 0; index < length; index++) buf[position++] = address[index] ?? 0;
    pbf.pos = position;
  }
}

function writeRoute(route: Nlri, pbf: PbfWriter): void {
  writeOptionalNumber(pbf, 1, route.pathId);
  writeNumber(pbf, 2, route.prefixLength);
  writeOctets(pbf, 3, route.address);
  writeOptionalOctets(pbf, 4, route.routeDistinguisher);
  if (route.labels !== null) pbf.writeMessage(5, writeLabels, route.labels);
  writeOptionalOctets(pbf, 6, route.nlri);
}

const writeLabels = (labels: readonly number[], pbf: PbfWriter): void => pbf.writePackedVarint(1, [...labels]);

/** Upper bound of what a route takes in a record: octets. */
export function routeSize(route: Nlri): number {
  const pathId = route.pathId === null ? 0 : 6;
  if (isPlain(route)) return 1 + route.address.length + pathId;
  const { labels, nlri, routeDistinguisher } = route;
  const octetsOf = (value: Uint8Array | null): number => (value === null ? 0 : value.length + 4);
  const stack = labels === null ? 0 : 8 + labels.length * 5;
  return 10 + pathId + route.address.length + octetsOf(routeDistinguisher) + stack + octetsOf(nlri);
}

interface RouteDraft extends Nlri {
  labels: number[] | null;
}

const emptyRoute = (): RouteDraft => ({
  pathId: null,
  prefixLength: 0,
  address: new Uint8Array(),
  routeDistinguisher: null,
  labels: null,
  nlri: null,
});

const labelFields = fieldsOf<number[]>({ 1: numbers((labels) => labels) });

const routeFields = fieldsOf<RouteDraft>({
  1: number((route, value) => {
    route.pathId = value;
  }),
  2: number((route, value) => {
    route.prefixLength = value;
  }),
  3: octets((route, value) => {
    route.address = value;
  }),
  4: octets((route, value) => {
    route.routeDistinguisher = value;
  }),
  5: embedded(
    labelFields,
    () => [],
    (route, value) => {
      route.labels = value;
    },
  ),
  6: octets((route, value) => {
    route.nlri = value;
  }),
});

interface RoutesDraft {
  routes: Nlri[];
  pathIds: number[];
}

const prefixes: Field<RoutesDraft> = {
  wire: wire.bytes,
  read: ({ routes }, pbf, end) => {
    const valueEnd = readEnd(pbf, end);
    while (pbf.pos < valueEnd) routes.push(readPrefix(pbf, valueEnd));
  },
};

function readPrefix(pbf: PbfReader, end: number): Nlri {
  const prefixLength = pbf.buf[pbf.pos] ?? 0;
  const start = pbf.pos + 1;
  const next = start + ((prefixLength + 7) >> 3);
  if (next > end) throw new RecordError(`prefix of ${prefixLength} bits runs past the end of its list`, pbf.pos);
  pbf.pos = next;
  const address = pbf.buf.subarray(start, next);
  return { pathId: null, prefixLength, address, routeDistinguisher: null, labels: null, nlri: null };
}

const routesFields = fieldsOf<RoutesDraft>({
  1: prefixes,
  2: numbers((draft) => draft.pathIds),
  3: embedded(routeFields, emptyRoute, (draft, route) => draft.routes.push(route)),
});

function withPathIds({ routes, pathIds }: RoutesDraft, offset: number): Nlri[] {
  if (pathIds.length === 0) return routes;
  if (pathIds.length !== routes.length) throw new RecordError('path ids and prefixes differ in number', offset);
  return routes.map((route, index) => ({ ...route, pathId: pathIds[index] ?? null }));
}

/** An embedded message Routes. */
export const routesField = <Message>(set: (message: Message, routes: Nlri[]) => void): Field<Message> => ({
  wire: wire.bytes,
  read: (message, pbf, end) => {
    const start = pbf.pos;
    set(message, withPathIds(readMessage(pbf, end, routesFields, { routes: [], pathIds: [] }), start));
  },
});
