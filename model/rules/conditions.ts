import * as z from 'zod';
import { familyNamed } from '#protocol/bgp/families/index.ts';
import { TextError } from '#protocol/errors.ts';
import { parseAddress } from '#protocol/net/address.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { compileCommunityPattern } from './community-pattern.ts';
import { compilePrefixCondition } from './prefix-condition.ts';

/** What a rule may ask of a route: the schemas of its parts, each with an error that says what was expected. */

const most = 200;

/** A text that `read` understands. */
export const readable = (read: (text: string) => unknown, description: string) =>
  z
    .string()
    .min(1)
    .max(256)
    .superRefine((text, context) => {
      try {
        read(text);
      } catch (error) {
        if (!(error instanceof RangeError || error instanceof TextError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
      }
    })
    .describe(description);

export const communityPattern = readable(
  compileCommunityPattern,
  'standard `13979:100`, large `12345:1105-1189:*`, extended `rt:65000:11`, or a well-known name',
);

const asnRange = z
  .union([
    z.int().min(0).max(0xffffffff),
    z
      .string()
      .regex(/^\d{1,10}-\d{1,10}$/, 'expected an AS number or a range a-b')
      .refine((text) => !(Number(text.split('-')[0]) > Number(text.split('-')[1])), 'is an empty range'),
  ])
  .describe('65100 or "65100-65199"');

const addressOrPrefix = readable(
  (text) => (text.includes('/') ? parsePrefix(text) : parseAddress(text)),
  'an address, or a prefix of addresses',
);

const family = z
  .string()
  .refine(
    (text) => familyNamed(text) !== undefined || /^\d+-\d+$/.test(text),
    'is no address family that is known here',
  )
  .describe('e.g. ipv4-unicast');

/** Communities as a list: any of them. */
const communities = z.union([
  z.array(communityPattern).min(1).max(most),
  z.strictObject({
    any: z.array(communityPattern).min(1).max(most).optional(),
    all: z.array(communityPattern).min(1).max(most).optional(),
    none: z.array(communityPattern).min(1).max(most).optional(),
  }),
]);

/** All that are given must hold; of a list one entry is enough. */
export const conditionShape = {
  communities: communities.optional(),
  peerAsns: z.array(asnRange).min(1).max(most).optional(),
  peerAddresses: z.array(addressOrPrefix).min(1).max(most).optional(),
  distinguishers: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(most)
    .optional()
    .describe('route distinguishers, of the route or of its peer: `65000:1`; each part may be `*`'),
  tables: z
    .array(z.string().min(1).max(256))
    .min(1)
    .max(most)
    .optional()
    .describe('VRF or table names as the peer has them'),
  families: z.array(family).min(1).max(most).optional(),
  prefixes: z
    .array(readable(compilePrefixCondition, '`11.0.0.0/8`, `11.0.0.0/8 ge 24 le 32`'))
    .min(1)
    .max(most)
    .optional(),
};

export const conditionNames = Object.keys(conditionShape);

export const condition = z.strictObject(conditionShape);

export type Condition = z.infer<typeof condition>;

export const hasCondition = (rule: object): boolean =>
  Object.entries(rule).some(([name, value]) => conditionNames.includes(name) && value !== undefined);
