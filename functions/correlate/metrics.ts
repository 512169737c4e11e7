/** What correlating counts. Names are the metrics' names. */
export interface CorrelateMetrics {
  count(
    name: /** What of all routers is known was read anew. */
      | 'correlationLoads'
      /** Routers of which what is known was read anew. */
      | 'correlatedRouters'
      | 'correlatedChanges'
      /** Somebody else had committed. */
      | 'correlationConflicts',
    value: number,
  ): void;
}
