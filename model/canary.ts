/**
 * sysName, and so id, of the router that the station plays to itself to see whether a route comes through. It is shown as any other
 * is, but nothing that would be odd about a router is odd about it.
 */
export const canaryRouterId = 'bmpaas-canary';

/** It is away most of the time, seconds: it is missed when it has not come back three times. */
export const canaryAbsence = 900;
