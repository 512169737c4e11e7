import * as z from 'zod';
import { parseAddress } from '#protocol/net/address.ts';
import { communityPattern, readable } from './conditions.ts';

/** How sessions are recognised as those of one element. */

const scope = z
  .enum(['router', 'location'])
  .default('router')
  .describe('`location`: an element may have its sessions at several routers of a location');

const subnets = {
  ipv4Length: z.int().min(1).max(32).default(29),
  ipv6Length: z.int().min(1).max(128).default(64),
  scope,
};

const name = z.string().regex(/^[\w.-]{1,64}$/, 'expected letters, digits, dots, dashes');

const explicit = z.strictObject({
  strategy: z.literal('explicit'),
  scope,
  elements: z
    .array(
      z.strictObject({
        name,
        peers: z
          .array(
            z.strictObject({
              router: z.string().min(1).max(256).optional().describe('id; without it, at any router'),
              address: readable(parseAddress, 'address of the session'),
            }),
          )
          .min(1)
          .max(64),
      }),
    )
    .max(5_000),
});

const largeCommunity = z.strictObject({
  strategy: z.literal('large-community'),
  community: communityPattern
    .refine((text) => /^[\d*-]+(:[\d*-]+){2}$/.test(text), 'expected the three numbers of a large community')
    .describe('large community of which the third number names the element: `13979:*:*`'),
  scope,
});

const asPair = z.strictObject({
  strategy: z.literal('as-pair'),
  pairs: z
    .array(z.tuple([z.int().min(1).max(0xffffffff), z.int().min(1).max(0xffffffff)]))
    .min(1)
    .max(500),
  scope,
});

export const pairingRule = z.discriminatedUnion('strategy', [
  explicit,
  largeCommunity,
  z.strictObject({ strategy: z.literal('fqdn'), scope }),
  z.strictObject({ strategy: z.literal('bgp-id'), scope }),
  z.strictObject({ strategy: z.literal('peer-subnet'), ...subnets }),
  asPair,
  z.strictObject({ strategy: z.literal('service-subnet'), ...subnets, ipv4Length: z.int().min(1).max(32).default(24) }),
]);

export type PairingRule = z.infer<typeof pairingRule>;
export type PairingScope = PairingRule['scope'];
