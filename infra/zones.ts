/** How many zones a station stands in, in its own VPC as in another's: with each its load balancer has an address. */
export const zoneCount = 2;
