import { amount, type Basis, type Line } from './line.ts';
import { measured } from './measured.ts';
import { constants } from './station-constants.ts';
import { gigabyte, hours } from './usage.ts';

const gigabytesIn = ({ usage }: Basis): number => usage.bmpOctets / gigabyte;

/** The largest of what is measured counts: new connections, of which there are few; connections; gigabytes an hour. */
const capacityUnits = (basis: Basis): number => Math.max(basis.size.routers / 100_000, gigabytesIn(basis) / hours);

const endpoints = ({ size }: Basis): number => (constants.interfaceEndpoints + (size.tls ? 1 : 0)) * constants.zones;

const gigabytesOut = ({ usage, size }: Basis): number =>
  (usage.streamOctets + size.collectors * hours * 60 * measured.logOctetsACollectorMinute) / gigabyte;

export const networkLines: readonly Line[] = [
  {
    what: 'Load balancer',
    usd: (basis) =>
      hours * basis.prices.balancerHour + hours * capacityUnits(basis) * basis.prices.balancerCapacityUnitHour,
    basis: (basis) => `1 network load balancer, ${amount(gigabytesIn(basis))} GB of BMP`,
  },
  {
    what: 'Between zones',
    // Half of the routers' octets reach the collector in the other zone, and are billed there and here.
    usd: (basis) => gigabytesIn(basis) * 0.5 * 2 * basis.prices.zoneTransferGb,
    basis: (basis) => `half of ${amount(gigabytesIn(basis))} GB`,
  },
  {
    what: 'Interface endpoints',
    usd: (basis) =>
      endpoints(basis) * hours * basis.prices.endpointHour + gigabytesOut(basis) * basis.prices.endpointGb,
    basis: (basis) => `${endpoints(basis)} in ${constants.zones} zones, ${amount(gigabytesOut(basis))} GB; no NAT`,
  },
  {
    what: 'Public addresses',
    usd: ({ size, prices }) => (size.exposure === 'public' ? constants.zones * hours * prices.publicAddressHour : 0),
    basis: ({ size }) => (size.exposure === 'public' ? `${constants.zones} elastic addresses` : 'none'),
  },
];
