import { callsOf, minutes } from './function-lines.ts';
import { amount, type Basis, type Line, million } from './line.ts';
import { measured } from './measured.ts';
import { constants } from './station-constants.ts';
import { gigabyte, hours } from './usage.ts';

const logGigabytes = (basis: Basis): number =>
  (callsOf(basis) * measured.logOctetsACall +
    basis.usage.apiRequests * measured.logOctetsARequest +
    basis.size.collectors * minutes * measured.logOctetsACollectorMinute) /
  gigabyte;

/** Schedules each minute, and each five. */
const scheduled = ({ size }: Basis): number => minutes * (3 + size.compactionLanes) + (size.canary ? minutes / 5 : 0);
const scheduledFree = 14e6;

const events = ({ usage }: Basis): number => usage.elementChanges * measured.eventsAnElementChange;

/** Each service asks for a key again after five minutes, for each who uses it; so do functions and collectors. */
const keyRequests = ({ size }: Basis): number => (8 + size.collectors) * hours * 12;

export const operationLines: readonly Line[] = [
  {
    what: 'API gateway',
    usd: ({ usage, prices }) => (usage.apiRequests / million) * prices.httpRequests,
    basis: ({ usage }) => `${amount(usage.apiRequests)} requests`,
  },
  {
    what: 'Event bus and schedules',
    usd: (basis) =>
      (events(basis) / million) * basis.prices.busEvents +
      (Math.max(0, scheduled(basis) - scheduledFree) / million) * basis.prices.scheduledCalls,
    basis: (basis) => `${amount(events(basis))} events, ${amount(scheduled(basis))} calls of 14 M that are free`,
  },
  {
    what: 'Logs',
    usd: (basis) => logGigabytes(basis) * (basis.prices.logGbIn + basis.prices.logGb),
    basis: (basis) => `${amount(logGigabytes(basis))} GB`,
  },
  {
    what: 'Metrics, alarms, dashboard',
    usd: ({ prices }) =>
      constants.customMetrics * prices.metric +
      constants.alarms * prices.alarm +
      constants.dashboards * prices.dashboard,
    basis: () => `${constants.customMetrics} metrics of our own, ${constants.alarms} alarms`,
  },
  {
    what: 'Archive',
    usd: ({ prices }) => measured.archiveGb * prices.objectGb,
    basis: () => `${measured.archiveGb} GB of captures and failures`,
  },
  {
    what: 'Keys and secrets',
    usd: (basis) => {
      const { size, prices } = basis;
      return (
        (keyRequests(basis) / million) * prices.keyRequests +
        (size.ownKey ? prices.key : 0) +
        (size.tls ? prices.secret : 0)
      );
    },
    basis: ({ size }) => `${size.ownKey ? 'a key of its own' : 'keys of AWS'}${size.tls ? ', a secret' : ''}`,
  },
];
