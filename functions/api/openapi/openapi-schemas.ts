import * as z from 'zod';
import { envelope, meta, pageMeta } from '#model/api.ts';
import {
  chainRow,
  evidence,
  groupRow,
  overrideRow,
  redirectTargetRow,
  rulesDocument,
  rulesEffect,
  rulesVersionRow,
  steeringRow,
  topology,
} from '#model/api-chain-rows.ts';
import type { Operation } from '#model/api-operation.ts';
import {
  announcementRow,
  attributes,
  changedRoute,
  diffRow,
  elementRow,
  eventRow,
  feed,
  findingRow,
  health,
  locationRow,
  peerRow,
  prefixRow,
  problem,
  routeChangeRow,
  routeCountRow,
  routeDiff,
  routeRow,
  routerRow,
  summary,
} from '#model/api-rows.ts';
import { discoveryRules } from '#model/rules/discovery-rules.ts';
import { overrideRule } from '#model/rules/override-rules.ts';

/** The schemas of rows and answers, as an OpenAPI document names them. */

const named = {
  Announcement: announcementRow,
  Attributes: attributes,
  Chain: chainRow,
  ChangedRoute: changedRoute,
  Difference: diffRow,
  DiscoveryRules: discoveryRules,
  Element: elementRow,
  Event: eventRow,
  Evidence: evidence,
  Feed: feed,
  Finding: findingRow,
  Group: groupRow,
  Health: health,
  Location: locationRow,
  Meta: meta,
  Override: overrideRow,
  OverrideRule: overrideRule,
  PageMeta: pageMeta,
  Peer: peerRow,
  Prefix: prefixRow,
  Problem: problem,
  RedirectTarget: redirectTargetRow,
  Route: routeRow,
  RouteChange: routeChangeRow,
  RouteCount: routeCountRow,
  RouteDiff: routeDiff,
  Router: routerRow,
  RulesDocument: rulesDocument,
  RulesEffect: rulesEffect,
  RulesVersion: rulesVersionRow,
  Steering: steeringRow,
  Summary: summary,
  Topology: topology,
};

export const reference = (name: string): string => `#/components/schemas/${name}`;

const capitalized = (operationId: string): string => `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`;

export const answerName = (operationId: string): string => `${capitalized(operationId)}Answer`;

export const bodyName = (operationId: string): string => `${capitalized(operationId)}Body`;

export interface Components {
  schemas: Record<string, object>;
  /** Where the schema of a body is. */
  referenceOf(body: z.ZodType): string;
}

/** Every row, body and answer under its name, so that each is told once. Objects stay open, as fields may be added, unless they say else. */
export function componentSchemas(operations: Readonly<Record<string, Operation>>): Components {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  for (const [id, operation] of Object.entries(operations)) {
    const { body, succeedsWith = [200] } = operation;
    if (body !== undefined && !registry.has(body)) registry.add(body, { id: bodyName(id) });
    if (succeedsWith.some((status) => status !== 204)) registry.add(envelope(operation), { id: answerName(id) });
  }
  const { schemas } = z.toJSONSchema(registry, { uri: reference, io: 'input', override: plainly });
  return {
    schemas: Object.fromEntries(
      Object.entries(schemas).map(([name, { $schema: _dialect, $id: _id, ...form }]) => [name, form]),
    ),
    referenceOf: (body) => reference(registry.get(body)?.id ?? ''),
  };
}

/** Leaves out what `format` says already, and bounds that are those of every number. */
export function plainly({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}
