/** Of a per-peer header: milliseconds since 1970, 0 where the router gave no time. */
export const routerTimeOf = (timeSeconds: number, timeMicroseconds: number): number =>
  timeSeconds === 0 ? 0 : timeSeconds * 1000 + Math.floor(timeMicroseconds / 1000);
