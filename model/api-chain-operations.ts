import * as z from 'zod';
import {
  chainOrigins,
  chainRow,
  evidence,
  findingKindNames,
  groupRow,
  overrideRow,
  redirectTargetRow,
  rulesDocument,
  rulesEffect,
  rulesVersionRow,
  steeringRow,
  steeringStates,
  topology,
} from './api-chain-rows.ts';
import { byId, define, moment, name, nothing, page, wholeNumber } from './api-operation.ts';
import {
  announcementRow,
  announcementStates,
  elementRow,
  elementStates,
  eventRow,
  findingRow,
  locationRow,
  severities,
} from './api-rows.ts';
import { discoveryRules } from './rules/discovery-rules.ts';
import { overrideRule } from './rules/override-rules.ts';

/** Operations on service chains: announcements, elements and what is built of them, and the rules. */

const step = z.enum(['yes', 'no', 'unknown']).optional();
const time = { from: moment.optional(), to: moment.optional() };
const comment = z.string().max(512).optional().describe('what the version is for, for people');

const findingKindList = z
  .string()
  .regex(
    new RegExp(`^(${findingKindNames.join('|')})(,(${findingKindNames.join('|')}))*$`),
    `takes ${findingKindNames.join(', ')}, with commas`,
  );

export const chainOperations = {
  listAnnouncements: define({
    path: '/v1/announcements',
    summary: 'Tagged routes from directly connected elements',
    parameters: nothing,
    query: z.object({
      location: name.optional(),
      router: name.optional(),
      peer: name.optional().describe('id or address'),
      role: name.optional(),
      prefix: name
        .optional()
        .meta({ description: 'a prefix, or an address for its host prefix', examples: ['11.11.11.1/32'] }),
      state: z.enum(announcementStates).optional(),
      accepted: step.describe('by the import policy; `unknown` where the router does not feed the view'),
      selected: step.describe('as best path'),
      advertised: step.describe('to anyone'),
      ...page,
    }),
    shape: 'rows',
    data: announcementRow,
    alsoAnswers: [422],
  }),
  listElements: define({
    path: '/v1/elements',
    summary: 'Service elements at their home routers',
    parameters: nothing,
    query: z.object({
      location: name.optional(),
      state: z.enum(elementStates).optional(),
      role: name.optional().describe('with a live announcement in this role'),
      router: name.optional(),
      serviceIp: name
        .optional()
        .meta({ description: 'a prefix as announced, or an address in one', examples: ['11.11.11.1'] }),
      ...page,
    }),
    shape: 'rows',
    data: elementRow,
    alsoAnswers: [422],
  }),
  getElement: define({
    path: '/v1/elements/{id}',
    summary: 'One element',
    parameters: byId,
    query: nothing,
    shape: 'one',
    data: elementRow,
    alsoAnswers: [404],
  }),
  listElementEvents: define({
    path: '/v1/elements/{id}/events',
    summary: 'What became of one element, oldest first',
    description:
      'A page looks at a bounded part of the event feed: it may have few rows or none and still a `page.next`.',
    parameters: byId,
    query: z.object({ ...time, ...page }),
    shape: 'rows',
    data: eventRow,
    alsoAnswers: [404, 410],
  }),
  getElementEvidence: define({
    path: '/v1/elements/{id}/evidence',
    summary: 'Why an element is in its state: all that this follows from',
    parameters: byId,
    query: nothing,
    shape: 'one',
    data: evidence,
    alsoAnswers: [404],
  }),
  listRedirectTargets: define({
    path: '/v1/redirect-targets',
    summary: 'Elements that traffic can be led to now, best first',
    description:
      'Complete on all sides, not draining, not flapping, and not the last known state of a router that is silent. Where there is none, the answer is 404 `no-complete-element`, and never an empty list.',
    parameters: nothing,
    query: z.object({
      location: name.optional(),
      role: name.optional().describe('it must have a live service prefix of this role'),
      family: name.optional().describe('only service prefixes of this family'),
      n: wholeNumber(1, 100).default(10).describe('so many at most'),
    }),
    shape: 'rows',
    data: redirectTargetRow,
    alsoAnswers: [404],
  }),
  listChains: define({
    path: '/v1/chains',
    summary: 'Service chains, hop by hop',
    parameters: nothing,
    query: z.object({
      state: z.enum(elementStates).optional(),
      location: name.optional(),
      origin: z.enum(chainOrigins).optional(),
      ...page,
    }),
    shape: 'rows',
    data: chainRow,
  }),
  getChain: define({
    path: '/v1/chains/{id}',
    summary: 'One chain',
    parameters: byId,
    query: nothing,
    shape: 'one',
    data: chainRow,
    alsoAnswers: [404],
  }),
  listGroups: define({
    path: '/v1/groups',
    summary: 'Redundancy groups',
    parameters: nothing,
    query: z.object({ state: z.enum(elementStates).optional(), ...page }),
    shape: 'rows',
    data: groupRow,
  }),
  getGroup: define({
    path: '/v1/groups/{id}',
    summary: 'One redundancy group',
    parameters: byId,
    query: nothing,
    shape: 'one',
    data: groupRow,
    alsoAnswers: [404],
  }),
  listLocations: define({
    path: '/v1/locations',
    summary: 'What is at each location',
    parameters: nothing,
    query: z.object({
      fewerCompleteThan: wholeNumber(1, 10_000).optional().describe('only locations with fewer complete elements'),
      ...page,
    }),
    shape: 'rows',
    data: locationRow,
  }),
  getLocation: define({
    path: '/v1/locations/{code}',
    summary: 'What is at one location',
    parameters: z.object({ code: name }),
    query: nothing,
    shape: 'one',
    data: locationRow,
    alsoAnswers: [404],
  }),
  getTopology: define({
    path: '/v1/topology',
    summary: 'Locations, routers, elements and service prefixes, for a picture',
    parameters: nothing,
    query: z.object({ location: name.optional() }),
    shape: 'one',
    data: topology,
  }),
  listSteering: define({
    path: '/v1/steering',
    summary: 'What leads traffic to elements, and what it comes to',
    parameters: nothing,
    query: z.object({
      state: z.enum(steeringStates).optional(),
      router: name.optional(),
      target: name.optional().describe('an element by its id, or what a route names: an address, a route target'),
      ...page,
    }),
    shape: 'rows',
    data: steeringRow,
  }),
  listFindings: define({
    path: '/v1/findings',
    summary: 'What an operator should look at',
    parameters: nothing,
    query: z.object({
      kind: findingKindList
        .optional()
        .meta({ description: 'one kind, or several with commas', examples: ['unmatched-role'] }),
      severity: z.enum(severities).optional(),
      router: name.optional(),
      ...page,
    }),
    shape: 'rows',
    data: findingRow,
  }),
  getDiscoveryRules: define({
    path: '/v1/discovery-rules',
    summary: 'The rules: how routers are named, which routes are service routes, what is one element',
    parameters: nothing,
    query: nothing,
    shape: 'one',
    data: rulesDocument,
  }),
  putDiscoveryRules: define({
    method: 'PUT',
    path: '/v1/discovery-rules',
    summary: 'Writes a new version of the rules',
    description:
      'Everything is then derived anew from what is stored, router by router, without a router having to say anything again; `applied` of the rules tells how far that is.',
    parameters: nothing,
    query: z.object({ comment }),
    body: discoveryRules,
    ifMatch: true,
    shape: 'one',
    data: rulesDocument,
  }),
  validateDiscoveryRules: define({
    method: 'POST',
    path: '/v1/discovery-rules/validation',
    summary: 'What would become of the live state by other rules; nothing is written',
    parameters: nothing,
    query: nothing,
    body: discoveryRules,
    shape: 'one',
    data: rulesEffect,
  }),
  listRulesVersions: define({
    path: '/v1/discovery-rules/versions',
    summary: 'Versions of the rules, newest first',
    parameters: nothing,
    query: z.object(page),
    shape: 'rows',
    data: rulesVersionRow,
  }),
  getRulesVersion: define({
    path: '/v1/discovery-rules/versions/{version}',
    summary: 'One version of the rules',
    parameters: z.object({ version: wholeNumber(0, 999_999_999) }),
    query: nothing,
    shape: 'one',
    data: rulesDocument,
    alsoAnswers: [404],
  }),
  listOverrides: define({
    path: '/v1/overrides',
    summary: 'Where an operator knows better or wants otherwise: a part of the rules',
    parameters: nothing,
    query: z.object(page),
    shape: 'rows',
    data: overrideRow,
  }),
  getOverride: define({
    path: '/v1/overrides/{id}',
    summary: 'One override; its entity tag is that of the rules',
    parameters: byId,
    query: nothing,
    shape: 'one',
    data: overrideRow,
    alsoAnswers: [404],
  }),
  putOverride: define({
    method: 'PUT',
    path: '/v1/overrides/{id}',
    summary: 'Adds an override or replaces it, by a new version of the rules',
    parameters: byId,
    query: z.object({ comment }),
    body: overrideRule,
    ifMatch: true,
    shape: 'one',
    data: overrideRow,
    succeedsWith: [200, 201],
  }),
  deleteOverride: define({
    method: 'DELETE',
    path: '/v1/overrides/{id}',
    summary: 'Takes an override back, by a new version of the rules',
    parameters: byId,
    query: z.object({ comment }),
    ifMatch: true,
    shape: 'one',
    data: overrideRow,
    succeedsWith: [204],
    alsoAnswers: [404],
  }),
} as const;
