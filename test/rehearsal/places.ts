import type { ListenAddress } from '#local/options.ts';
import { awsEnvironment } from './account.ts';
import type { Ground } from './ground.ts';

/** Where on this machine stands what a deployed environment names by an address in AWS. */
export interface Places {
  /** URL of all of AWS that is not named here. */
  aws: string;
  ground: Ground;
  /** URL of the HTTP API, without a slash at its end. */
  gateway: string;
  /** URL of Lambda's Invoke. */
  lambda: string;
  /** Of the collector. */
  bmp: ListenAddress;
}

const loadBalancerName = /[\w-]+(\.[\w-]+)*\.elb(\.[\w-]+)*\.amazonaws\.com(\.cn)?/g;
const lambdaUrl = /https:\/\/lambda\.[\w-]+\.amazonaws\.com(\.cn)?/g;
const gatewayUrl = /https:\/\/[\w-]+\.execute-api\.[\w-]+\.amazonaws\.com(\.cn)?/g;

/**
 * Deployed variables, with the addresses of this machine in place of those in AWS, where AWS itself is, and a key that is named
 * after the role, so that requests tell whose they are.
 */
export function placedEnvironment(
  variables: Record<string, string>,
  role: string,
  { aws, ground, gateway, lambda, bmp }: Places,
): Record<string, string> {
  const placed = Object.entries(variables).map(([name, value]) => [
    name,
    value.replace(loadBalancerName, bmp.host).replace(gatewayUrl, gateway).replace(lambdaUrl, lambda),
  ]);
  return {
    ...Object.fromEntries(placed),
    ...(variables.STATION_PORT !== undefined && { STATION_PORT: String(bmp.port) }),
    ...awsEnvironment,
    AWS_ACCESS_KEY_ID: role,
    AWS_ENDPOINT_URL: aws,
    ...ground.environment,
  };
}
