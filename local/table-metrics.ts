import { Counter, type Registry } from 'prom-client';
import type { MeteredStore } from '#rib/store/metered-store.ts';
import type { Usage } from '#rib/store/usage.ts';

/** What the functions ask of the table, in the units that AWS would bill. A scrape reads the store's own counts. */
export function registerTableMetrics(registry: Registry, store: MeteredStore): void {
  const register = (name: string, help: string, amountOf: (usage: Usage) => number) =>
    new Counter({
      name: `bmpaas_table_${name}_total`,
      help,
      labelNames: ['kind', 'operation'],
      registers: [registry],
      collect() {
        this.reset();
        for (const usage of store.usage()) {
          this.inc({ kind: usage.kind, operation: usage.operation }, amountOf(usage));
        }
      },
    });
  register('requests', 'Requests to the table, each item of a batch by itself', ({ requests }) => requests);
  register('write_request_units', 'Write request units as AWS would bill them', ({ writeUnits }) => writeUnits);
  register('read_request_units', 'Read request units as AWS would bill them', ({ readUnits }) => readUnits);
}
