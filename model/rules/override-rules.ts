import * as z from 'zod';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { readable } from './conditions.ts';

/** Where an operator knows better, or wants otherwise. */

const text = z.string().min(1).max(256);
const reason = z.string().max(512).optional().describe('for people');

const routerOverride = z.strictObject({
  router: text.describe('id'),
  location: text.optional(),
  deviceId: text.optional(),
  vendor: text.optional(),
  reason,
});

const elementOverride = z.strictObject({
  element: text.describe('id'),
  drain: z.literal(true).describe('it is `draining`, whatever it announces: nothing new is led to it'),
  reason,
});

const routeOverride = z.strictObject({
  ignorePrefix: readable(parsePrefix, 'routes of this prefix play no role'),
  router: text.optional().describe('id; without it, at any router'),
  reason,
});

export const overrideRule = z.union([routerOverride, elementOverride, routeOverride]);

export type OverrideRule = z.infer<typeof overrideRule>;

/** By which an override is named: there is one of each. */
export function overrideId(override: OverrideRule): string {
  if ('element' in override) return `element:${override.element}`;
  if ('ignorePrefix' in override)
    return `prefix:${override.ignorePrefix}${override.router ? `@${override.router}` : ''}`;
  return `router:${override.router}`;
}
