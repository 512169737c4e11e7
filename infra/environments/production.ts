import { defineEnvironment } from '../environment.ts';

/** A start for one of yours: private, two zones, protected. Who reads alarms is still to be said (`operations.alarmEmail`). */
export default defineEnvironment({
  exposure: { kind: 'private', sourceCidrs: ['10.0.0.0/8'] },
  capacity: { collectors: { least: 2, most: 6, cpu: 512, memoryMiB: 2048, maxConnections: 2000 } },
  encryption: { kind: 'new-key' },
});
