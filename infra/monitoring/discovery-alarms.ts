import type { AlarmDefinition } from './alarm-definition.ts';
import type { Watched } from './watched.ts';

/** What the station has found out about the network. */
export const discoveryAlarms = ({ metrics }: Watched): AlarmDefinition[] => [
  {
    id: 'HalfOpenElements',
    section: 'half-open-elements',
    because:
      'An element of which one side is missing draws traffic and drops it. One that restarts is whole again within five minutes.',
    metric: metrics.maximum('sweep', 'halfOpenElements'),
    bound: { above: 0 },
    outOf: [5, 5],
    missing: 'fine',
  },
  {
    id: 'CriticalFindings',
    section: 'critical-findings',
    because: 'Traffic is led into nothing, or soon may be: each is for somebody to look at.',
    metric: metrics.maximum('sweep', 'criticalFindings'),
    bound: { above: 0 },
    outOf: [5, 5],
    missing: 'fine',
  },
  {
    id: 'SuspectFeeds',
    section: 'suspect-feeds',
    because:
      'Of a router something is missing or was not understood: what is shown of it may be wrong until it has dumped anew.',
    metric: metrics.maximum('sweep', 'suspectFeeds'),
    bound: { above: 0 },
    outOf: [5, 5],
    missing: 'fine',
  },
];
