/** How long the RIB is kept, milliseconds. */
export const retention = 24 * 3600 * 1000;

/** Seconds after a reconnect until peers that have not come up are down: nobody should wait for more here. */
export const drillTimings = { settle: 5, fence: 120 };

export const mostConnections = 2000;

/** Of the collector; what is not here is as it is deployed. A small queue, so that a dump of few routes fills it. */
export const collectorSettings = {
  MAX_CONNECTIONS: String(mostConnections),
  MAX_QUEUED_BYTES: '262144',
};
