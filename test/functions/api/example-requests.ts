import * as z from 'zod';
import type { CaptureRequest, CaptureState, RequestState } from '#model/control.ts';
import { kinds } from '#model/keys.ts';
import { chainStation } from './chain-station.ts';
import type { DocumentedOperation } from './openapi-operations.ts';
import { type Station, start } from './station.ts';

export interface ApiRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** The values of a request, by the names of path and query. */
export interface ExampleValues {
  parameters: Record<string, string>;
  body?: unknown;
}

const ofElement = { id: 'nj01emd~10.0.0.1' };
const drained = { element: ofElement.id, drain: true, reason: 'software upgrade' };
const ofDrained = { id: `element:${ofElement.id}` };
const ofCapture = { id: 'nj01emd', capture: '2025-12-31T23-58-00-000Z' };
const rules = {
  naming: ['^(?<location>[a-z]{2})(?<device>\\d{2}\\w*)$'],
  tags: ['13979:*'],
  roles: [
    { name: 'trust', role: 'trust', communities: ['13979:100'] },
    { name: 'untrust', role: 'untrust', communities: ['13979:200'] },
  ],
  profiles: [{ name: 'two-arm', roles: ['trust', 'untrust'] }],
  pairing: [{ strategy: 'bgp-id' }],
};
const family = 'ipv4-unicast';

/** What an operation is called with, where more is needed than what a list knows of its rows. */
const told: Readonly<Record<string, ExampleValues>> = {
  listRouters: { parameters: { location: 'nj' } },
  getRouter: { parameters: { id: 'nj01emd' } },
  listPeers: { parameters: { router: 'nj01emd' } },
  getPeer: { parameters: { id: 'nj01emd~192.0.2.1' } },
  listElements: { parameters: { location: 'nj' } },
  getElement: { parameters: ofElement },
  listElementEvents: { parameters: ofElement },
  getElementEvidence: { parameters: ofElement },
  listChains: { parameters: { origin: 'rules' } },
  getChain: { parameters: { id: 'scrubbed' } },
  getLocation: { parameters: { code: 'nj' } },
  lookupRoutes: { parameters: { family, ip: '11.11.11.1' } },
  listRoutes: { parameters: { family, router: 'nj01emd' } },
  diffRoutes: {
    parameters: {
      family,
      left: 'nj01emd:192.0.2.1:adj-rib-in-pre',
      right: 'nj01emd:192.0.2.1:adj-rib-in-post',
    },
  },
  listRouteChanges: { parameters: { family, prefix: '11.11.11.1/32', to: '2026-01-01T01:00:00Z' } },
  putDiscoveryRules: { parameters: { comment: 'one strategy of pairing' }, body: rules },
  validateDiscoveryRules: { parameters: {}, body: rules },
  putOverride: { parameters: { ...ofDrained, comment: 'until tonight' }, body: drained },
  getOverride: { parameters: ofDrained },
  deleteOverride: { parameters: ofDrained },
  startCapture: {
    parameters: { id: 'md04emd' },
    body: { fileBytes: 16_777_216, files: 4, minutes: 10, resync: false },
  },
  listRouterCaptures: { parameters: { id: ofCapture.id } },
  getCapture: { parameters: ofCapture },
  stopCapture: { parameters: ofCapture },
  getCaptureFile: { parameters: { ...ofCapture, number: '1' } },
  resyncRouter: { parameters: { id: 'nj01emd' }, body: { session: 1 } },
};

/** The lab with its chains, of which an operator has drained an element, and captures a router. */
export async function exampleStation(): Promise<Station> {
  const station = await chainStation();
  await captureRouter(station);
  const response = await station.app.request(`/v1/overrides/${encodeURIComponent(ofDrained.id)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify(drained),
  });
  if (!response.ok) throw new Error(`the override: ${response.status} ${await response.text()}`);
  return station;
}

async function captureRouter(station: Station): Promise<void> {
  const { id: routerId, capture: captureId } = ofCapture;
  const requestedAt = start - 120_000;
  const asked = { fileBytes: 16_777_216, files: 4, until: start + 480_000, fromSession: 0, stoppedAt: null };
  const capture: CaptureRequest = { id: captureId, requestedAt, requestedBy: null, ...asked };
  const request: RequestState = { routerId, version: 1, capture, resync: null };
  const times = { firstAt: start - 115_000, lastAt: start - 5_000 };
  const state: CaptureState = {
    ...{ routerId, captureId, collectorId: 'collector-a', session: 1, state: 'capturing', endReason: null },
    ...{ startedAt: start - 117_000, updatedAt: start - 4_000, messages: 12, bytes: 1440 },
    ...{ droppedMessages: 0, droppedBytes: 0, failure: null },
    files: [
      {
        ...{ number: 1, name: `nj01emd/${captureId}/0000.bmp`, session: 1, bytes: 2236, preambleBytes: 796 },
        ...{ missingPeerUps: 0, follows: false, messages: 12, ...times },
      },
    ],
  };
  await station.put(kinds.request.key(routerId), request);
  await station.put(kinds.capture.key(routerId, captureId), state);
}

/** Values that the station has an answer for: those told, and what names a thing in the list of such things. */
export async function exampleValues(station: Station, operation: DocumentedOperation): Promise<ExampleValues> {
  const values = told[operation.operationId] ?? { parameters: {} };
  const unknown = operation.parameters.filter(
    (parameter) => parameter.in === 'path' && !(parameter.name in values.parameters),
  );
  const found = await Promise.all(
    unknown.map(async ({ name }) => [name, await nameOfFirst(station, operation.path, name)] as const),
  );
  return { ...values, parameters: { ...values.parameters, ...Object.fromEntries(found) } };
}

/** `/v1/routers` lists what `/v1/routers/{id}` is one of, and everything below it. */
async function nameOfFirst(station: Station, path: string, name: string): Promise<string> {
  return String((await firstRow(station, path.slice(0, path.indexOf(`/{${name}}`))))[name] ?? 'none');
}

const rowList = z.object({ data: z.array(z.record(z.string(), z.unknown())) });

/** Of a list; nothing where it is empty or none. */
export async function firstRow(station: Station, path: string): Promise<Record<string, unknown>> {
  const response = await station.get(path);
  const list = rowList.safeParse(response.ok ? await response.json() : {});
  return list.data?.data[0] ?? {};
}

export function requestOf({ method, path, parameters }: DocumentedOperation, values: ExampleValues): ApiRequest {
  const { body } = values;
  const isInPath = (name: string): boolean =>
    parameters.some((parameter) => parameter.in === 'path' && parameter.name === name);
  const query = new URLSearchParams(Object.entries(values.parameters).filter(([name]) => !isInPath(name)));
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values.parameters[name] ?? ''));
  const needsMatch = parameters.some((parameter) => parameter.in === 'header' && parameter.name === 'If-Match');
  return {
    method,
    path: query.size > 0 ? `${filled}?${query}` : filled,
    headers: {
      ...(needsMatch && { 'if-match': '*' }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

export const exampleRequest = async (station: Station, operation: DocumentedOperation): Promise<ApiRequest> =>
  requestOf(operation, await exampleValues(station, operation));

export const sent = async (station: Station, { path, ...request }: ApiRequest): Promise<Response> =>
  station.app.request(path, request);
