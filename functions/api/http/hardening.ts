import type { MiddlewareHandler } from 'hono';

/**
 * For browsers, whoever leads them here: what routers said is text in any of the formats, and never a page, a script or a frame.
 * Errors are of the moment, and kept nowhere.
 */
export const hardened: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers, status } = context.res;
  headers.set('x-content-type-options', 'nosniff');
  headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  headers.set('referrer-policy', 'no-referrer');
  if (status >= 400 && !headers.has('cache-control')) headers.set('cache-control', 'no-store');
};
