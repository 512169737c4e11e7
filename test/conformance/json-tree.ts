import type { Json } from '#protocol/json.ts';

/** JSON of another program: what is not of the form asked for is empty. */
export type JsonObject = { [key: string]: Json };

export const objectOf = (json: Json | undefined): JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};

export const listOf = (json: Json | undefined): Json[] => (Array.isArray(json) ? json : []);

/** An enumeration as Rust's serde writes it: its name, or an object of one key. */
export function variantOf(json: Json | undefined): [name: string, value: Json] {
  if (typeof json === 'string') return [json, null];
  return Object.entries(objectOf(json))[0] ?? ['', null];
}

export function parseJson(text: string): Json {
  const json: Json = JSON.parse(text);
  return json;
}
