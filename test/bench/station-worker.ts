import { pino } from 'pino';
import { startCollector } from '#collector/collector.ts';
import { collectorConfigFromEnvironment } from '#collector/config.ts';
import { InMemoryClaims } from '../collector/in-memory-claims.ts';

/** Process of its own: a whole collector whose stream takes every record and forgets it. Prints its port, then serves. */
const config = collectorConfigFromEnvironment({
  STREAM_NAME: 'bench',
  TABLE_NAME: 'bench',
  BMP_PORT: '0',
  HEALTH_PORT: '0',
  LOG_LEVEL: 'warn',
});
const collector = await startCollector(config, {
  sink: { put: async () => {} },
  claims: new InMemoryClaims(),
  log: pino({ level: config.logLevel }, pino.destination(2)),
});
console.log(collector.address.port);
