import { randomInt } from 'node:crypto';
import * as z from 'zod';
import type { LargeCommunity } from '#protocol/bgp/attributes/values.ts';
import { formatLargeCommunity } from '#protocol/net/community.ts';

const word = z.int().min(0).max(0xffffffff);

/** Two numbers of 32 bits that no run before had: what comes out at the other end is then what went in just now. */
export const nonceSchema = z.tuple([word, word]);

export type Nonce = z.output<typeof nonceSchema>;

export const newNonce = (): Nonce => [randomInt(0x100000000), randomInt(0x100000000)];

/** RFC 5398: an AS number that is nobody's. */
const administrator = 64_496;

export const communityOf = ([first, second]: Nonce): LargeCommunity => [administrator, first, second];

/** As the API takes it. */
export const communityText = (nonce: Nonce): string => formatLargeCommunity(communityOf(nonce));
