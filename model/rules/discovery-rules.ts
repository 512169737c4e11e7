import * as z from 'zod';
import { views } from '../views.ts';
import { chainRule, givenName, groupRule } from './chain-rules.ts';
import { communityPattern, condition, conditionShape, hasCondition } from './conditions.ts';
import { findContradictions } from './contradictions.ts';
import { longestExpression, SafeExpression } from './expression.ts';
import { overrideId, overrideRule } from './override-rules.ts';
import { pairingRule } from './pairing-rules.ts';

/**
 * The rules document: how routers are named, which routes are service routes, which sessions are one element, and what is built
 * of elements. Everything that has a default may be left out. `rules/default-rules.ts` is the document that counts while
 * there is no other.
 */

const role = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'expected a small letter, then small letters, digits, dashes');

const expression = (ignoreCase: boolean) =>
  z
    .string()
    .min(1)
    .max(longestExpression)
    .superRefine((source, context) => {
      try {
        new SafeExpression(source, { ignoreCase });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
      }
    })
    .describe('a regular expression (RE2)');

const naming = expression(false).refine(namesLocation, 'expected a named group (?<location>…)');

/** What is no expression is said to be none already. */
function namesLocation(source: string): boolean {
  try {
    return new SafeExpression(source, { ignoreCase: false }).groupNames.includes('location');
  } catch {
    return true;
  }
}

const roleRule = z
  .strictObject({ name: givenName, role, ...conditionShape })
  .refine(
    hasCondition,
    'expected at least one condition: communities, peerAsns, peerAddresses, distinguishers, tables, families, prefixes',
  );

const profile = z.strictObject({
  name: givenName,
  roles: z.array(role).min(1).max(8).describe('each must be live for an element to be complete'),
});

const location = z.strictObject({
  code: z.string().min(1).max(64),
  name: z.string().max(256).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  minComplete: z.int().min(1).optional().describe('fewer complete elements than this are a finding'),
});

const holds = z.strictObject({
  flapTransitions: z.int().min(2).max(20).default(4).describe('so many changes of an element …'),
  flapSeconds: z
    .int()
    .min(10)
    .max(86_400)
    .default(600)
    .describe('… within this time, and it is flapping: its events wait until it rests'),
  statisticsSeconds: z
    .int()
    .min(60)
    .max(86_400)
    .default(1_800)
    .describe('a router without Statistics Reports for so long is a finding'),
});

const all = 1_000;

export const discoveryRules = z
  .strictObject({
    naming: z.array(naming).max(100).default([]).describe('tried in order on each Initiation string, then on sysName'),
    vendors: z
      .array(z.strictObject({ match: expression(true), vendor: z.string().min(1).max(128) }))
      .max(100)
      .default([])
      .describe('tried in order on sysDescr, whatever its case'),
    locations: z.array(location).max(all).default([]).describe('where it is not empty, others are a finding'),
    viewPreference: z
      .array(z.enum(views))
      .min(1)
      .max(views.length)
      .default([...views])
      .describe('the first of these views that gives a route a role decides'),
    tags: z
      .array(communityPattern)
      .max(all)
      .default([])
      .describe('a route with one of these and without a role is a finding'),
    roles: z.array(roleRule).max(all).describe('tried in order; the first that holds decides'),
    profiles: z.array(profile).min(1).max(100).describe('the first that has a role of the element is its own'),
    pairing: z.array(pairingRule).max(32).describe('tried in order'),
    steering: z
      .strictObject({
        nextHopRoutes: z.array(condition.refine(hasCondition, 'expected at least one condition')).max(all).default([]),
      })
      .default({ nextHopRoutes: [] })
      .describe(
        'routes that lead traffic to a service address by their next hop; flowspec redirects are known by themselves',
      ),
    groups: z.array(groupRule).max(all).default([]),
    chains: z.array(chainRule).max(all).default([]),
    overrides: z.array(overrideRule).max(10_000).default([]),
    holds: holds.default(holds.parse({})),
  })
  .superRefine((rules, context) => {
    for (const { path, message } of findContradictions(rules, overrideId)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

/** With every default filled in. */
export type DiscoveryRules = z.infer<typeof discoveryRules>;
/** As it may be written. */
export type WrittenRules = z.input<typeof discoveryRules>;
export type RoleRule = DiscoveryRules['roles'][number];
export type Profile = DiscoveryRules['profiles'][number];
