import type { LambdaEvent } from 'hono/aws-lambda';
import * as z from 'zod';

/** What an HTTP API of API Gateway says of a request (payload 2.0): whom its authorizer found, if there was one. */
const authorized = z.object({
  requestContext: z.object({
    authorizer: z.union([
      z.object({ iam: z.object({ userArn: z.string().min(1) }) }),
      z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) }),
    ]),
  }),
});

/** ARN of an AWS identity, or issuer and subject of a token. Undefined where no authorizer was asked. */
export function callerByGateway(environment: unknown): string | undefined {
  const parsed = authorized.safeParse(environment);
  if (!parsed.success) return undefined;
  const { authorizer } = parsed.data.requestContext;
  return 'iam' in authorizer ? authorizer.iam.userArn : ownerOf(authorizer.jwt.claims);
}

/** A token of the client-credentials flow may name nobody but its client. */
const ownerOf = ({ iss, sub, client_id: clientId }: Record<string, unknown>): string => `${iss} ${sub ?? clientId}`;

/**
 * A route has one authorizer, so those that take tokens stand below a path of their own, of which the application knows
 * nothing. Empty: there are none.
 */
export function belowPath<Event extends LambdaEvent>(event: Event, tokenPath: string): Event {
  if (tokenPath === '' || !('rawPath' in event) || !event.rawPath.startsWith(`${tokenPath}/`)) return event;
  return { ...event, rawPath: event.rawPath.slice(tokenPath.length) };
}
