import { collectorConfigFromEnvironment } from '#collector/config.ts';
import { usualBody } from '#functions/api/http/request-body.ts';
import { stationConfig } from '#infra/config.ts';
import type { Bound } from '#infra/security/page.ts';
import { mostOfPeer, mostOfRouter } from '#model/apply-routes.ts';
import { mostPartitions } from '#model/partition.ts';
import { mostNlriOctets } from '#rib/rows/stored-nlri.ts';

const collector = collectorConfigFromEnvironment({ STREAM_NAME: 'stream', TABLE_NAME: 'table' });
const { capacity, routers, api } = stationConfig({});

const octets = (count: number): string =>
  count % 1_048_576 === 0 ? `${count / 1_048_576} MiB` : `${Math.round(count / 1024)} KiB`;

/** What the code and an ordinary configuration allow: of what, how much, and what happens beyond. */
export const bounds: readonly Bound[] = [
  ['connections of a collector', `${capacity.collectors.maxConnections}`, 'refused, and counted'],
  ['length of a BMP message', octets(collector.maxMessageLength), 'the connection is closed'],
  ['time for a PROXY header, and for TLS', '10 s', 'the connection is closed'],
  ['time until an Initiation', `${collector.initiationTimeoutSeconds} s`, 'the connection is closed'],
  ['silence within a message', `${collector.stallTimeoutSeconds} s`, 'the connection is closed'],
  ['waiting to be published, a router', octets(collector.maxQueuedBytes), 'its socket is paused'],
  [
    'waiting to be published, all routers',
    octets(collector.maxBufferedBytes),
    'each may have less waiting: as much as is free',
  ],
  ['octets of a stream record', octets(collector.batchBytes), 'the next record'],
  [
    'sessions of a router',
    routers.holdDown === null ? 'any' : `${routers.holdDown.flaps} in ${routers.holdDown.periodSeconds} s`,
    `held down for ${routers.holdDown?.holdDownSeconds ?? 0} s`,
  ],
  ['partitions of a router', `${mostPartitions}`, 'refused at synthesis'],
  ['announcements of a peer, of a router', `${mostOfPeer}, ${mostOfRouter}`, 'left out, with a finding'],
  ['octets of an NLRI that are stored', octets(mostNlriOctets), 'cut, and says so'],
  ['body of a request', octets(api?.maxBodyBytes ?? usualBody), '413 before it is parsed'],
  ['requests a second, in a burst', `${api?.throttle.rate}, ${api?.throttle.burst}`, '429 of the gateway'],
  ['time of a request', '29 s', '504 of the gateway'],
];
