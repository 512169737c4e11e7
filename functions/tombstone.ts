/** What is lost is kept this long, with its reason. */
const tombstoneSeconds = 7 * 24 * 3600;

/** `ttl` of what was lost at that time, milliseconds since 1970. */
export const tombstoneUntil = (milliseconds: number): number => Math.floor(milliseconds / 1000) + tombstoneSeconds;
