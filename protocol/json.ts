/** What JSON can say. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

/** A number that JSON readers may round goes as text. */
export const numberToJson = (value: bigint): Json => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value));
