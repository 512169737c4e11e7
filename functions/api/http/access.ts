import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/**
 * Who may ask. `everyone` is whoever reaches the socket: for a station on loopback, where nobody checks who that is.
 * Otherwise a function that tells who sent a request, from what the platform hands over beside it (Hono's `env`); undefined
 * where the platform let it pass without asking.
 */
export type Access = 'everyone' | ((environment: unknown) => string | undefined);

/** Who asks, to be written beside what they change; null where nobody knows. */
export const callerOf = (access: Access, environment: unknown): string | null =>
  access === 'everyone' ? null : (access(environment) ?? null);

const healthPath = '/v1/health';

/**
 * Answers nobody whose name it does not know, whatever the gateway before it lets pass; but for the bare status, which a
 * station may be configured to tell everyone. That is all that a request without a name can lead to.
 */
export const guarded =
  (access: Access): MiddlewareHandler =>
  async (context, next) => {
    const isKnown = access === 'everyone' || access(context.env) !== undefined;
    if (!isKnown && context.req.path !== healthPath) throw unauthenticated();
    await next();
    if (isKnown) return;
    const answer = bare(context.res);
    // Or Hono would add the headers of the full one.
    context.res = undefined;
    context.res = answer;
  };

const unauthenticated = (): Problem =>
  new Problem('unauthenticated', 'Sign the request with AWS credentials, or send a token.', {
    headers: { 'www-authenticate': 'Bearer' },
  });

/** No lag, no count, no entity tag made of them; a problem with the request stays what it is. */
function bare({ status, headers, body }: Response): Response {
  if (status === 503) return Response.json({ status: 'lagging' }, { status, headers: unstored });
  if (status < 400) return Response.json({ status: 'ok' }, { headers: unstored });
  return new Response(body, { status, headers });
}

const unstored = { 'cache-control': 'no-store' };
