import { createHash, type Hash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { selections } from './kinds.ts';

/**
 * A file of state: lines of JSON. The first says what it is, each further one is an item in the form that DynamoDB's own export to S3
 * has (`{"Item":{"pk":{"S":"RULES"},…}}`, binary as base64), and the last says how many there are and what they hash to. One without
 * it was cut off.
 */
export const headerSchema = z.object({
  format: z.literal('bmpaas-state'),
  version: z.literal(1),
  selection: z.enum(selections),
  table: z.string(),
  /** RFC 3339. */
  begun: z.string(),
});

export const trailerSchema = z.object({
  end: z.object({
    items: z.int(),
    /** SHA-256 of all lines before it, hex. */
    sha256: z.string(),
    /** Routers that told something while the table was read: of them the file may have parts of different moments. */
    changedMeanwhile: z.array(z.string()),
  }),
});

export type StateHeader = z.output<typeof headerSchema>;
export type StateTrailer = z.output<typeof trailerSchema>['end'];
export type Item = Record<string, AttributeValue>;

/** What is no file of state, or not all of one; the message says why. */
export class BrokenStateFile extends Error {
  override name = 'BrokenStateFile';
}

/** The hash of lines, each with its end. */
export class LineHash {
  readonly #hash: Hash = createHash('sha256');

  add(line: string): void {
    this.#hash.update(`${line}\n`);
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}

export const lineOfItem = (item: Item): string => JSON.stringify({ Item: plain(item) });

/** Octets as base64, as the service itself writes them. */
const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
};

const octets = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

/** One attribute, by its type. */
const attribute: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ B: octets }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ L: z.array(attribute) }),
    z.strictObject({ M: z.record(z.string(), attribute) }),
    z.strictObject({ SS: z.array(z.string()) }),
    z.strictObject({ NS: z.array(z.string()) }),
    z.strictObject({ BS: z.array(octets) }),
  ]),
);

const key = z.strictObject({ S: z.string().min(1) });
const itemLine = z.strictObject({ Item: z.object({ pk: key, sk: key }).catchall(attribute) });

/** @throws BrokenStateFile */
export function itemOfLine(line: string, number: number): Item {
  const result = itemLine.safeParse(jsonOf(line));
  if (!result.success) throw new BrokenStateFile(`line ${number} is no item: ${z.prettifyError(result.error)}`);
  return result.data.Item;
}

/** Undefined where it is none. */
export function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export const partitionOf = (item: Item): string => item.pk?.S ?? '';
