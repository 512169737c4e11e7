import * as z from 'zod';
import { TextError } from '#protocol/errors.ts';
import { parsePrefix } from '#protocol/net/prefix.ts';
import { readable } from './conditions.ts';

/** Redundancy groups and chains. */

export const givenName = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'expected letters, digits, dots, dashes');
const text = z.string().min(1).max(256);
const list = z.array(text).min(1).max(500).optional();

export const groupRule = z.strictObject({
  name: givenName,
  minComplete: z.int().min(1).max(1_000).default(1).describe('so many complete members make the group complete'),
  members: z
    .strictObject({
      elements: list.describe('ids'),
      locations: list,
      routers: list.describe('ids'),
      roles: list.describe('elements that have one of these roles'),
    })
    .refine(
      (members) => Object.keys(members).length > 0,
      'expected at least one of elements, locations, routers, roles',
    )
    .describe('all that are given must hold'),
});

const prefix = readable((given) => {
  const { hostBitsSet, canonical } = parsePrefix(given);
  if (hostBitsSet) throw new TextError(`${given} has host bits set; the prefix is ${canonical}`);
}, 'the element with this service prefix');

const hop = z.union([
  z.strictObject({ element: text.describe('id') }),
  z.strictObject({ servicePrefix: prefix }),
  z.strictObject({ group: givenName }),
]);

export const chainRule = z.strictObject({
  name: givenName,
  direction: z
    .enum(['trust-to-untrust', 'untrust-to-trust', 'both'])
    .default('both')
    .describe('the direction of the traffic that is led through the hops in this order'),
  hops: z.array(hop).min(1).max(32),
});

export type GroupRule = z.infer<typeof groupRule>;
export type ChainRule = z.infer<typeof chainRule>;
export type HopRule = z.infer<typeof hop>;
